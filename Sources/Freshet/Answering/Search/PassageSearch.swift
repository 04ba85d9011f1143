internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// Searches one state of the store for the passages that match a question, by vectors, by words, or by both.
struct PassageSearch {
  /// The index's view; nil for a search by words.
  let view: IndexView?
  let reader: StoreReader
  let recall: RecallTarget
  /// The documents to search; nil for all.
  let scope: SearchScope?
  /// Whether it is known that no passage awaits its vector, so that no other passage stands in for one.
  var hasAllVectors = false
  /// Whether it is known that no passage's text is mostly outside the embedder's vocabulary.
  var knowsAllWords = false
  /// Whether each text is found once, however many places have it.
  var isDistinct = false
  private(set) var reach = SearchReach()

  init(view: IndexView?, reader: StoreReader, recall: RecallTarget, scope: SearchScope?) {
    self.view = view
    self.reader = reader
    self.recall = recall
    self.scope = scope
  }

  /// A hybrid search takes at least this many candidates from the vector search.
  private static let fewestCandidates = 50
  /// A hybrid search takes this many times as many candidates from the word search as from the vector search, because
  /// they cost less, and lower the score that a passage outside the candidates can have.
  private static let wordsForEachVector = 4
  /// When a hybrid search has taken at least this many candidates from each of the two searches, it takes no further
  /// ones. For nearly every question, fewer already prove that the ranking is exact.
  private static let mostCandidates = 1_600

  /// Returns the `limit` best placements of passages that match the question, best first. Placements with equal scores
  /// are sorted by address, then by document and position in the document.
  ///
  /// A damaged passage is left out, and the next best passage replaces it.
  mutating func places(_ limit: Int, for question: Question) throws -> [FoundPlace] {
    var width = limit
    while true {
      let (found, isComplete) = try passages(width, for: question)
      let (places, lost) = try places(limit, of: found)
      if places.count >= limit || isComplete || limit + lost <= width { return places }
      width = limit + lost
    }
  }

  /// Finds the first `limit` placements of the found passages in the searched documents, best passage first.
  ///
  /// - Returns: the placements, and in `lost` the number of passages that have no intact placement or no intact text.
  private func places(_ limit: Int, of found: [FoundPassage]) throws -> ([FoundPlace], lost: Int) {
    var (places, lost, rest) = ([FoundPlace](), 0, found[...])
    while places.count < limit, !rest.isEmpty {
      let next = rest.prefix(limit - places.count)
      rest = rest.dropFirst(next.count)
      let served = try reader.placements(at: next.map(\.address)).mapValues { $0.filter { isAskedFor($0.document) } }
      let texts = try reader.soundTexts(at: next.map(\.address).filter { served[$0]?.isEmpty == false })
      for passage in next {
        guard let served = served[passage.address], let text = texts[passage.address] else {
          lost += 1
          continue
        }
        places += FoundPlace.places(of: passage, text, at: served, isDistinct: isDistinct).prefix(limit - places.count)
      }
    }
    return (places, lost)
  }

  /// Returns the `limit` documents with the best passages, best first. A document's score is that of its best passage;
  /// documents with equal scores are sorted by document.
  mutating func bestDocuments(
    _ limit: Int, for question: Question
  ) throws -> [(document: DocumentID, score: Float)] {
    var width = 4 * limit
    while true {
      let (found, isComplete) = try passages(width, for: question)
      let documents = try documents(placing: found.map(\.address))
      var best: [DocumentID: Float] = [:]
      for passage in found {
        for document in documents[passage.address] ?? [] where best[document] == nil {
          best[document] = passage.score
        }
      }
      if best.count >= limit || isComplete {
        return best.map { ($0.key, $0.value) }
          .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.prefix(limit).map { $0 }
      }
      width *= 2
    }
  }

  /// Finds the best passages for the question, by the question's search mode.
  ///
  /// - Returns: at least the `limit` best passages, or all if there are fewer. `isComplete` says whether these are all
  ///   matches.
  private mutating func passages(
    _ limit: Int, for question: Question
  ) throws -> (passages: [FoundPassage], isComplete: Bool) {
    switch question.mode {
    case .lexical:
      let found = try reader.lexicalMatches(question.text, limit: limit, among: scope?.numbers)
      let passages = found.map { FoundPassage(address: $0.0, score: Float($0.1), via: .lexical) }
      return (passages, found.count < limit)
    case .vector:
      guard let vector = question.vector else { return ([], true) }
      let near = try near(limit, to: vector)
      return (near.passages, near.isComplete)
    case .hybrid:
      return try fused(limit, for: question)
    }
  }

  /// Finds the passages that the nearest vectors represent. A vector represents its own passage. It also represents
  /// each new passage for which it is a stand-in, until that passage has a vector of its own.
  private mutating func near(
    _ limit: Int, to vector: UnitVector
  ) throws -> (passages: [FoundPassage], isComplete: Bool) {
    guard let view else { return ([], true) }
    let neighbours = view.index.search(limit, for: vector, recall: recall, among: scope?.admitted)
    reach.add(neighbours)
    let addresses = neighbours.found.map(\.address)
    let placed = try placed(addresses)
    let behind = hasAllVectors ? [:] : try reader.awaiting(behind: addresses, in: isAskedFor)
    var best: [ContentAddress: FoundPassage] = [:]
    for neighbour in neighbours.found {
      let (address, score) = (neighbour.address, neighbour.score)
      if placed.contains(address) { best[address] = FoundPassage(address: address, score: score, via: .vector) }
      for awaiting in behind[address] ?? [] where best[awaiting] == nil {
        best[awaiting] = FoundPassage(address: awaiting, score: score, via: .standIn)
      }
    }
    let passages = best.values.sorted { $0.score != $1.score ? $0.score > $1.score : $0.address < $1.address }
    return (passages, neighbours.isExact && neighbours.found.count < limit)
  }

  /// Combines the rankings of a vector search and a word search. Takes four times as many candidates until no passage
  /// outside them can be among the `limit` best, or until `mostCandidates` is reached.
  private mutating func fused(
    _ limit: Int, for question: Question
  ) throws -> (passages: [FoundPassage], isComplete: Bool) {
    var words = WordSearch(of: try reader.lexicalQuery(question.text), reader, scope, most: Self.mostCandidates)
    var width = max(Self.fewestCandidates, limit)
    while true {
      let near = try question.vector.map { try self.near(width, to: $0) } ?? (passages: [], isComplete: true)
      let wordWidth = max(width, min(Self.wordsForEachVector * min(width, Self.mostCandidates), Self.mostCandidates))
      let found = try words.best(wordWidth)
      let ranked = try fuse(near.passages, found, &words, question.vector)
      let isComplete = near.isComplete && found.count < wordWidth
      let bound = Fusion.threshold(
        similarity: near.isComplete ? -1 : near.passages.last?.score ?? -1,
        wordRelevance: found.count < wordWidth ? 0 : found.last?.1 ?? 0)
      let isExact = ranked.count >= limit && Double(ranked[limit - 1].score) >= bound
      if isComplete || isExact || width >= Self.mostCandidates { return (ranked, isComplete) }
      width = min(4 * width, Self.mostCandidates)
    }
  }

  private func fuse(
    _ near: [FoundPassage], _ found: [(ContentAddress, Double)], _ words: inout WordSearch, _ vector: UnitVector?
  ) throws -> [FoundPassage] {
    let nearest = Dictionary(keepingFirst: near.map { ($0.address, $0) })
    let relevance = Dictionary(found) { first, _ in first }.merging(try words.relevance(of: nearest.keys)) { $1 }
    let addresses = Set(nearest.keys).union(relevance.keys)
    let similarities = try similarities(of: addresses, nearest.mapValues(\.score), vector)
    let unknown = try unknown(among: addresses)
    let candidates = addresses.map { address in
      let (similarity, isUnknown) = (similarities[address], unknown.contains(address))
      return FusionCandidate(
        address: address, similarity: isUnknown ? nil : similarity, doubtfulSimilarity: isUnknown ? similarity : nil,
        wordRelevance: relevance[address] ?? 0)
    }
    return Fusion.ranked(candidates).map { fused in
      let isByWords = fused.candidate.similarity == nil && fused.candidate.wordRelevance > 0
      let via = isByWords ? nil : nearest[fused.address]?.via
      return FoundPassage(address: fused.address, score: Float(fused.score), via: via ?? .lexical)
    }
  }

  /// Those of the passages whose text is mostly outside the embedder's vocabulary.
  private func unknown(among addresses: Set<ContentAddress>) throws -> Set<ContentAddress> {
    guard let view, !knowsAllWords else { return [] }
    return try reader.unknown(among: addresses, in: view.space.id)
  }

  /// The similarity of each passage to the question. None if the question has no vector, or if the passage has neither
  /// a vector nor a stand-in.
  ///
  /// - Parameter near: the similarities that the vector search found.
  private func similarities(
    of addresses: Set<ContentAddress>, _ near: [ContentAddress: Float], _ vector: UnitVector?
  ) throws -> [ContentAddress: Float] {
    guard let vector, let view else { return [:] }
    var similarities: [ContentAddress: Float] = [:]
    for address in addresses { similarities[address] = near[address] ?? view.index.score(of: address, to: vector) }
    if hasAllVectors { return similarities }
    let standIns = try reader.standIns(for: addresses.filter { similarities[$0] == nil }, in: isAskedFor)
    for (address, standIns) in standIns {
      similarities[address] = standIns.compactMap { view.index.score(of: $0, to: vector) }.max()
    }
    return similarities
  }

  private func isAskedFor(_ document: DocumentID) -> Bool {
    scope?.documents.contains(document) ?? true
  }

  /// Those of the passages that a searched document contains.
  private func placed(_ addresses: [ContentAddress]) throws -> Set<ContentAddress> {
    try scope == nil ? reader.placed(among: addresses) : Set(documents(placing: addresses).keys)
  }

  private func documents(placing addresses: [ContentAddress]) throws -> [ContentAddress: [DocumentID]] {
    try reader.documents(placing: addresses).mapValues { $0.filter(isAskedFor) }.filter { !$0.value.isEmpty }
  }
}
