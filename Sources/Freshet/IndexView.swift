internal import Corpus
internal import Indexing
internal import Storage

/// A similarity index as a view of a store's change log: made from the store once, then led after its changes.
///
/// It serves the passages of one space; a passage leaves when the last document that it answers for does. It answers for
/// itself, or stands in for the passage that took its place, until that one's vector lands.
struct IndexView: Sendable {
  let space: EmbeddingSpace
  let plan: IndexPlan
  private(set) var token: SessionToken
  private(set) var index: any SimilarityIndex
  /// Passages that no search by vector can find: they wait for their vectors, or these are missing or not what was written.
  private(set) var unfound: Set<ContentAddress>
  private var addresses: [DocumentID: [ContentAddress]]
  private var places: [ContentAddress: [DocumentID]]

  init(of space: EmbeddingSpace, in reader: StoreReader, _ plan: IndexPlan) throws {
    self.space = space
    self.plan = plan
    token = try reader.token()
    var addresses: [DocumentID: [ContentAddress]] = [:]
    var places: [ContentAddress: [DocumentID]] = [:]
    try reader.answeringAddresses(in: space.id) { document, address in
      addresses[document, default: []].append(address)
      places[address, default: []].append(document)
    }
    self.addresses = addresses
    self.places = places
    unfound = Set(places.keys)
    index = FlatIndex(dimension: space.dimension)
    try fill(from: reader)
  }

  /// Makes the index from the vectors in the store, and brings it to where its upkeep would: whoever asks one question and
  /// ends has nobody who does it later.
  private mutating func fill(from reader: StoreReader) throws {
    if plan.kind(for: places.count) == .lsh { index = LSHIndex(dimension: space.dimension) }
    index.reserve(places.count)
    try reader.answeringVectors(in: space.id) { address, vector in
      guard let vector else { return }
      index.insert(vector, at: address)
      unfound.remove(address)
    }
    while !Task.isCancelled, index.maintain() {}
  }

  var kind: IndexKind { index is LSHIndex ? .lsh : .exact }

  /// Whether so many passages are better served by the other kind.
  var isOutgrown: Bool { plan.kind(for: places.count, inPlaceOf: kind) != kind }

  /// What sampled answers said of the recall that answers state; nil where recall isn't estimated.
  var calibration: Calibration? { (index as? LSHIndex)?.calibration }

  /// The passages that answer for `documents`, for a search over this very view.
  func admitting(_ documents: Set<DocumentID>) -> AdmittedSlots {
    index.admitting(documents.lazy.flatMap { addresses[$0] ?? [] })
  }

  /// Lets the index learn its estimate of recall from questions that were asked.
  mutating func observe(_ questions: [UnitVector]) {
    guard var learning = index as? LSHIndex else { return }
    for question in questions { learning.observe(question) }
    index = learning
  }

  /// Takes the index back after upkeep of a copy.
  ///
  /// - Precondition: no change was followed since it was copied.
  mutating func take(_ tended: any SimilarityIndex) {
    index = tended
  }

  /// Brings the view to the reader's position; a history that isn't a continuation of the view's is read anew.
  mutating func follow(_ reader: StoreReader) throws {
    let now = try reader.token()
    if now == token { return }
    guard try reader.hasHistory(token) else {
      self = try IndexView(of: space, in: reader, plan)
      return
    }
    let touched = Set(try reader.changes(after: token.sequence).map(\.document))
    for document in touched.sorted() { try reread(document, reader) }
    token = now
  }

  private mutating func reread(_ document: DocumentID, _ reader: StoreReader) throws {
    let now = try reader.answers(of: document, in: space.id).map { $0.answering ?? $0.own }
    for address in now { try add(address, of: document, reader) }
    for address in addresses.updateValue(now, forKey: document) ?? [] { drop(address, of: document) }
    if now.isEmpty { addresses[document] = nil }
  }

  private mutating func add(
    _ address: ContentAddress, of document: DocumentID, _ reader: StoreReader
  ) throws {
    places[address, default: []].append(document)
    guard places[address]?.count == 1 || unfound.contains(address) else { return }
    guard let vector = try soundVector(at: address, reader) else {
      unfound.insert(address)
      return
    }
    index.insert(vector, at: address)
    unfound.remove(address)
  }

  private func soundVector(at address: ContentAddress, _ reader: StoreReader) throws -> UnitVector? {
    do {
      return try reader.vector(at: address, in: space.id)
    } catch StorageError.damagedContent {
      return nil
    }
  }

  private mutating func drop(_ address: ContentAddress, of document: DocumentID) {
    if let index = places[address]?.firstIndex(of: document) { places[address]?.remove(at: index) }
    if places[address]?.isEmpty == true {
      places[address] = nil
      unfound.remove(address)
      index.remove(address)
    }
  }
}
