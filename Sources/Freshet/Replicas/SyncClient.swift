internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// The requesting side of a sync. It finds the differing documents by comparing hash trees (Merkle trees) of both
/// stores, fetches the other store's versions, and sends its own.
///
/// Texts and vectors are transferred before the documents that contain them, and documents in batches, each in one
/// commit. So an interrupted sync leaves both stores consistent, and the next sync has less to do. Only a complete sync
/// records that this store has seen all that the other store had seen. `AskingSide` checks every reply against its
/// request before this side stores anything from it.
struct SyncClient<Transport: SyncTransport> {
  let party: ExchangeParty
  var transport: Transport
  private(set) var summary = SyncSummary()
  var tally = ExchangeTally()

  init(_ party: ExchangeParty, over transport: Transport) {
    self.party = party
    self.transport = transport
  }

  var store: Store { party.store }
  /// Documents whose versions changed in this store.
  var taken: Set<DocumentID> { tally.taken }

  mutating func run() async throws {
    let started = party.clock()
    let (mine, theirs, compared) = try await greet()
    var documents = compared
    let space = EmbeddingSpace.shared(mine.space, theirs.space)
    if let space, mine.space == nil { try store.write { try $0.activateIfNone(space) } }
    summary.sharesVectors = space != nil
    let tree = mine.root == theirs.root ? MerkleTree([:]) : try documents.tree(in: store)
    let keys = mine.root == theirs.root ? [] : try await walk(tree, theirs.root).sorted()
    summary.differing = keys.count
    for batch in keys.pieces(of: ExchangeLimits.documentsAQuestion) { try await exchange(Array(batch), tree, space) }
    try takeRemovals(by: theirs.replica)
    try await conclude(theirs, mine.root)
    try store.recordDigests()
    summary.took = party.clock().duration(since: started)
  }

  private mutating func walk(_ tree: MerkleTree, _ root: NodeDigest) async throws -> Set<Fingerprint> {
    var walk = MerkleWalk(over: tree)
    var prefixes = walk.start(root: root)
    while !prefixes.isEmpty {
      var next: [[UInt8]] = []
      for question in prefixes.pieces(of: ExchangeLimits.prefixesAQuestion).map(Array.init) {
        let nodes = try AskingSide.nodes(try await ask(.nodes(question)), to: question)
        next += try walk.receive(zip(question, nodes).map { ($0, $1) })
      }
      prefixes = next
    }
    return walk.differing
  }

  private mutating func exchange(_ keys: [Fingerprint], _ tree: MerkleTree, _ space: EmbeddingSpace?) async throws {
    var rest = keys
    while !rest.isEmpty {
      let (theirs, refused, later) = try AskingSide.states(try await ask(.states(rest)), to: rest)
      tally.add(refused, isHere: false)
      try await fetch(try store.read { try $0.missing(of: theirs, in: space?.id) }, space)
      let answers = try take(theirs)
      let known = Set(theirs.map(\.document) + refused.map(\.document))
      let mine = try states(of: rest.dropLast(later.count).compactMap(tree.document).filter { !known.contains($0) })
      try await bring(answers + mine, space)
      rest = later
    }
  }

  /// The states (sets of versions) of these documents in this store. Damaged and overlong documents are left out and
  /// counted as refused.
  private mutating func states(of documents: [DocumentID]) throws -> [DocumentState] {
    let states = try store.read { reader in try documents.map { ($0, try reader.soundState(of: $0)) } }
    return states.compactMap { id, state in
      guard let state else {
        tally.add([Refusal(id, .damaged)], isHere: true)
        return nil
      }
      if state.sizeAsJSON <= ExchangeLimits.stateBytes { return state }
      tally.add([Refusal(id, .tooLong)], isHere: true)
      return nil
    }
  }

  /// Merges document states that the other side sent, except removals, which `takeRemovals` handles at the end.
  ///
  /// - Returns: this store's states after the merge, as far as they differ from the received ones.
  private mutating func take(_ states: [DocumentState]) throws -> [DocumentState] {
    let (sources, resolutions) = (party.sources, party.resolutions)
    return try takeAtOnce(
      try store.read { try tally.removals.putOff(states, $0, of: sources, by: resolutions) })
  }

  /// Carries out the collected removals, or holds them back if they are most of a source's documents. Runs at the end
  /// of the sync, when their number is known.
  private mutating func takeRemovals(by peer: ReplicaID) throws {
    let judgement = try store.read { try tally.removals.judged($0, by: peer, accepting: party.acceptsDeletions) }
    _ = try takeAtOnce(judgement.taken)
    try tally.replaceHolds(by: peer, judgement.holds, in: store)
    summary.heldHere = judgement.heldCount
  }

  private mutating func takeAtOnce(_ states: [DocumentState]) throws -> [DocumentState] {
    var (rest, different): (ArraySlice<DocumentState>, [DocumentState]) = (states[...], [])
    while !rest.isEmpty {
      let batch = Array(rest.prefix(ExchangeLimits.documentsAQuestion))
      let before = try digests(of: batch)
      let taken = try tally.take(batch, party)
      for (state, (one, other)) in zip(batch, zip(before, try digests(of: batch))) where one != other {
        tally.taken.insert(state.document)
      }
      different += taken.different
      rest = rest.dropFirst(taken.count)
    }
    return different
  }

  private func digests(of states: [DocumentState]) throws -> [Fingerprint?] {
    try store.read { reader in try states.map { try reader.soundState(of: $0.document)?.digest } }
  }

  private mutating func fetch(_ list: ContentList, _ space: EmbeddingSpace?) async throws {
    for piece in list.pieces(of: ExchangeLimits.contentsAQuestion) {
      var rest = piece
      while rest.count > 0 {
        let contents = try await contents(.fetch(rest), among: rest)
        // An empty reply means that the other side has none of the contents in `rest`.
        if contents.isEmpty { break }
        rest.subtract(contents.list)
        try await keep(contents, space)
        for (revision, part) in contents.blobs where !part.isWhole { try await fetchRest(of: revision, part, space) }
      }
    }
  }

  private mutating func fetchRest(of revision: Revision, _ first: TextPart, _ space: EmbeddingSpace?) async throws {
    for start in stride(from: first.bytes.count, to: first.length, by: ExchangeLimits.partBytes) {
      let part = try await contents(.part(revision, from: start), among: ContentList(blobs: [revision]))
      guard part.blobs[revision]?.start == start else { throw ExchangeLie("a chunk of a text out of order") }
      try await keep(part, space)
    }
  }

  private mutating func contents(_ question: SyncRequest, among list: ContentList) async throws -> Contents {
    let (reply, contents) = try await exchange(SyncFrame(question))
    return try AskingSide.contents(reply, contents, to: list)
  }

  private mutating func keep(_ contents: Contents, _ space: EmbeddingSpace?) async throws {
    try await tally.keep(contents, in: space, party)
    summary.contentsReceived += contents.wholeCount
  }

  /// Sends document states, and the texts and vectors that the other side lacks for them. If the other side's state
  /// differs after its merge, it sends that state back, and this side merges it.
  private mutating func bring(_ states: [DocumentState], _ space: EmbeddingSpace?) async throws {
    var rest = states[...]
    while !rest.isEmpty {
      let batch = Array(rest.prefix(Array(rest).countInMessage()))
      let list = try AskingSide.missing(try await ask(.offer(batch)), of: batch)
      try await deliver(list, space)
      try await merge(batch, space)
      rest = rest.dropFirst(batch.count)
    }
  }

  private mutating func merge(_ states: [DocumentState], _ space: EmbeddingSpace?) async throws {
    var rest = states
    while !rest.isEmpty {
      let (different, refused, answered) = try AskingSide.merged(try await ask(.merge(rest)), to: rest)
      summary.changedThere += answered - refused.count - different.count
      tally.add(refused, isHere: false)
      try await fetch(try store.read { try $0.missing(of: different, in: space?.id) }, space)
      _ = try take(different)
      rest = Array(rest.dropFirst(answered))
    }
  }

  private mutating func deliver(_ list: ContentList, _ space: EmbeddingSpace?) async throws {
    for piece in list.pieces(of: ExchangeLimits.contentsAQuestion) {
      var rest = piece
      while rest.count > 0 {
        let contents = try store.read { try $0.contents(rest, in: space?.id) }
        if contents.isEmpty { break }
        rest.subtract(contents.list)
        try await deliver(contents)
        for (revision, part) in contents.blobs where !part.isWhole { try await deliverRest(of: revision, part) }
      }
    }
  }

  private mutating func deliverRest(of revision: Revision, _ first: TextPart) async throws {
    for start in stride(from: first.bytes.count, to: first.length, by: ExchangeLimits.partBytes) {
      var contents = Contents()
      contents.blobs[revision] = try store.read { try $0.part(of: revision, from: start) }
      try await deliver(contents)
    }
  }

  private mutating func deliver(_ contents: Contents) async throws {
    guard case .delivered = try await exchange(SyncFrame(SyncRequest.deliver, contents)).0 else {
      throw AskingSide.mismatch
    }
    summary.contentsSent += contents.wholeCount
  }

  private mutating func conclude(_ theirs: ReplicaGreeting, _ root: NodeDigest) async throws {
    // Use what the other side had seen before the trees were compared: it may have written since.
    let refused = tally.refusals.count + summary.heldHere
    let seen = refused == 0 ? theirs.seen : nil
    let ours = try store.read { try $0.greeting(root) }
    let (greeting, held) = try AskingSide.done(try await ask(.done(ours, refused: refused)), by: theirs)
    summary.heldThere = held
    summary.cutClaims = try tally.conclude(greeting, seen: seen, party).map(UnbelievedClaim.init)
    summary.token = try store.read { try $0.token() }
    summary.changedHere = taken.count
    summary.refusals = tally.refusals.values.sorted { $0.document < $1.document }
    summary.isRenewed = tally.writer.isRenewed
  }

  mutating func ask(_ request: SyncRequest) async throws -> SyncReply {
    let (reply, contents) = try await exchange(SyncFrame(request))
    guard contents.isEmpty else { throw ExchangeLie("contents that nobody asked for") }
    return reply
  }

  private mutating func exchange(_ frame: SyncFrame) async throws -> (SyncReply, Contents) {
    try Task.checkCancellation()
    let bytes = frame.bytes
    let answer = try await transport.exchange(bytes)
    summary.rounds += 1
    summary.bytesSent += bytes.count
    summary.bytesReceived += answer.count
    let reply = try SyncFrame(bytes: answer)
    let message = try reply.decoded(SyncReply.self)
    if case .failed(let why) = message { throw FreshetError.replicaFailed(why: AdvisedText(String(why.prefix(1_000)))) }
    return (message, reply.contents)
  }
}

extension ContentList {
  /// Splits this list into lists of at most `size` items.
  fileprivate func pieces(of size: Int) -> [ContentList] {
    let texts = texts.sorted().pieces(of: size).map { ContentList(texts: Set($0)) }
    let vectors = vectors.sorted().pieces(of: size).map { ContentList(vectors: Set($0)) }
    let blobs = blobs.sorted { $0.fingerprint < $1.fingerprint }.pieces(of: size).map { ContentList(blobs: Set($0)) }
    return texts + vectors + blobs
  }
}

extension Contents {
  /// How many texts and vectors this message completes. Of a text that is sent in chunks, only the last chunk counts.
  fileprivate var wholeCount: Int {
    texts.count + vectors.count + blobs.values.count { $0.start + $0.bytes.count == $0.length }
  }
}

extension Array {
  fileprivate func pieces(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min(count, $0 + size)] }
  }
}
