internal import Coherence
internal import Corpus
internal import Storage

/// The side of an exchange that asks: finds what differs by walking both trees, takes what the other has, and brings it the rest.
///
/// Contents come before the documents that place them, and documents in batches, each one commit: an exchange that is
/// interrupted leaves both stores whole, and the next one finds less to do. Only one that ended remembers that everything the
/// other had seen has been here.
struct SyncClient<Transport: SyncTransport> {
  static var documentsPerBatch: Int { 256 }
  static var contentsPerBatch: Int { 1_024 }

  let store: Store
  let sources: SourceSet
  let resolutions: ResolutionSet
  let clock: WallClock
  let acceptsDeletions: Bool
  var transport: Transport
  private(set) var summary = SyncSummary()
  /// Documents whose state changed here.
  private(set) var taken: Set<DocumentID> = []
  private var removals = PeerRemovals()

  init(
    store: Store, sources: SourceSet, resolutions: ResolutionSet, clock: @escaping WallClock, acceptsDeletions: Bool,
    transport: Transport
  ) {
    self.store = store
    self.sources = sources
    self.resolutions = resolutions
    self.clock = clock
    self.acceptsDeletions = acceptsDeletions
    self.transport = transport
  }

  mutating func run() async throws {
    let started = clock()
    let (mine, theirs, tree) = try await greet()
    let space = EmbeddingSpace.shared(mine.space, theirs.space)
    if let space { try store.write { try $0.activateIfNone(space) } }
    summary.sharesVectors = space != nil
    let keys = try await walk(tree, theirs.root).sorted()
    summary.differing = keys.count
    for start in stride(from: 0, to: keys.count, by: Self.documentsPerBatch) {
      let batch = keys[start..<min(keys.count, start + Self.documentsPerBatch)]
      try await exchange(Array(batch), tree, space?.id)
    }
    try takeRemovals(by: theirs.replica)
    try await conclude(theirs, tree.root)
    summary.took = clock().duration(since: started)
  }

  /// Until both know whom they speak with: a store whose history isn't what the other remembers takes a new name first.
  private mutating func greet() async throws -> (mine: ReplicaGreeting, theirs: ReplicaGreeting, tree: MerkleTree) {
    var partings = 0
    while true {
      try Task.checkCancellation()
      let (mine, tree) = try store.read { reader in
        let tree = MerkleTree(try reader.stateDigests())
        return (try reader.greeting(tree.root), tree)
      }
      guard case .greeting(let theirs, let memory) = try await ask(.hello(mine)) else { throw unexpected }
      guard theirs.number == ReplicaGreeting.protocolNumber else {
        throw FreshetError.otherProtocol(theirs: theirs.number, ours: ReplicaGreeting.protocolNumber)
      }
      if mine.replica == theirs.replica {
        partings += 1
        if partings > 3 { throw FreshetError.untrustworthyReplica(what: "the same replica name repeatedly") }
        try await part(mine, from: theirs)
        continue
      }
      if try isRenewed(mine, theirs, memory) { continue }
      guard let remembered = try store.read({ try $0.remembered(theirs.replica) }) else { return (mine, theirs, tree) }
      guard case .greeting(let now, _) = try await ask(.remembered(remembered)) else { throw unexpected }
      return (mine, now, tree)
    }
  }

  private mutating func isRenewed(
    _ mine: ReplicaGreeting, _ theirs: ReplicaGreeting, _ memory: RememberedReplica?
  ) throws -> Bool {
    let isRolledBack = try memory.map { memory in try store.read { try !$0.hasHistory(memory.token) } } ?? false
    if isRolledBack {
      try store.write { try $0.becomeAnotherReplica(since: memory?.clock) }
    } else if try !store.write({ try $0.renew(ifBehind: CausalContext(theirs.seen)) }) {
      return false
    }
    summary.isRenewed = true
    return true
  }

  /// Two stores with the same name are copies that nothing told apart, for example after a whole machine was copied. If
  /// one has written nothing since, it takes a new name. If both have, this store does, and its writes since then get
  /// that name too.
  private mutating func part(_ mine: ReplicaGreeting, from theirs: ReplicaGreeting) async throws {
    let common = try await lastCommonChange(mine, theirs)
    if common == theirs.token.sequence, common < mine.token.sequence {
      _ = try await ask(.remembered(RememberedReplica(token: mine.token, clock: theirs.clock)))
      return
    }
    try store.write { writer in
      let isPast = common == mine.token.sequence
      try writer.becomeAnotherReplica(since: isPast ? nil : try writer.reader.clock(after: common))
    }
    summary.isRenewed = true
  }

  private mutating func lastCommonChange(_ mine: ReplicaGreeting, _ theirs: ReplicaGreeting) async throws -> Int64 {
    var search = CommonHistory(upTo: min(mine.token.sequence, theirs.token.sequence))
    while let changes = search.next {
      guard case .histories(let there) = try await ask(.histories(changes)), there.count == changes.count else {
        throw unexpected
      }
      let here = try store.read { reader in try changes.map { try reader.history(after: $0) } }
      search.take(zip(here, there).map { $0 == $1 })
    }
    return search.last
  }

  private mutating func walk(_ tree: MerkleTree, _ root: NodeDigest) async throws -> Set<Fingerprint> {
    var walk = MerkleWalk(over: tree)
    var prefixes = walk.start(root: root)
    while !prefixes.isEmpty {
      guard case .nodes(let nodes) = try await ask(.nodes(prefixes)), nodes.count == prefixes.count else {
        throw unexpected
      }
      prefixes = walk.receive(zip(prefixes, nodes).map { ($0, $1) })
    }
    return walk.differing
  }

  private mutating func exchange(_ keys: [Fingerprint], _ tree: MerkleTree, _ space: SpaceID?) async throws {
    guard case .states(let theirs) = try await ask(.states(keys)) else { throw unexpected }
    try await fetch(try store.read { try $0.missing(of: theirs, in: space) })
    let answers = try take(theirs)
    let known = Set(theirs.map(\.document))
    let mine = try store.read { reader in
      try keys.compactMap(tree.document).filter { !known.contains($0) }.map { try reader.state(of: $0) }
    }
    try await bring(answers + mine, space)
  }

  /// - Returns: what this store says of the same documents, where it says something else.
  private mutating func take(_ states: [DocumentState]) throws -> [DocumentState] {
    try takeAtOnce(
      try store.read { try removals.putOff(states, $0, of: sources, by: resolutions) })
  }

  /// Runs at the end, when the number of removals is known.
  private mutating func takeRemovals(by peer: ReplicaID) throws {
    let judgement = try store.read { try removals.judged($0, by: peer, accepting: acceptsDeletions) }
    let accepted = judgement.taken
    for start in stride(from: 0, to: accepted.count, by: Self.documentsPerBatch) {
      _ = try takeAtOnce(Array(accepted[start..<min(accepted.count, start + Self.documentsPerBatch)]))
    }
    try store.write { try $0.replaceHolds(by: peer, judgement.holds) }
    summary.heldHere = judgement.heldCount
  }

  private mutating func takeAtOnce(_ states: [DocumentState]) throws -> [DocumentState] {
    if states.isEmpty { return [] }
    let (sources, resolutions, now) = (sources, resolutions, clock())
    let before = try store.read { reader in try states.map { try reader.state(of: $0.document).digest } }
    let (different, refused) = try store.write { try $0.take(states, of: sources, by: resolutions, at: now) }
    let after = try store.read { reader in try states.map { try reader.state(of: $0.document).digest } }
    for (state, (one, other)) in zip(states, zip(before, after)) where one != other { taken.insert(state.document) }
    summary.refused += refused
    return different
  }

  private mutating func fetch(_ list: ContentList) async throws {
    for piece in list.pieces(of: Self.contentsPerBatch) {
      let (reply, contents) = try await exchange(SyncFrame(SyncRequest.fetch(piece)))
      guard case .contents = reply else { throw unexpected }
      let (now, space) = (clock(), try store.read { try $0.activeSpace() })
      try store.write { try $0.keep(contents, in: space, at: now) }
      summary.contentsReceived += contents.count
    }
  }

  /// Brings states and their contents; what the other side knows better comes back, and is taken.
  private mutating func bring(_ states: [DocumentState], _ space: SpaceID?) async throws {
    if states.isEmpty { return }
    guard case .missing(let list) = try await ask(.offer(states)) else { throw unexpected }
    for piece in list.pieces(of: Self.contentsPerBatch) {
      let contents = try store.read { try $0.contents(piece, in: space) }
      guard case .delivered = try await exchange(SyncFrame(SyncRequest.deliver, contents)).0 else { throw unexpected }
      summary.contentsSent += contents.count
    }
    guard case .merged(let different, let refused) = try await ask(.merge(states)) else { throw unexpected }
    summary.changedThere += states.count - refused - different.count
    summary.refused += refused
    try await fetch(try store.read { try $0.missing(of: different, in: space) })
    _ = try take(different)
  }

  private mutating func conclude(_ theirs: ReplicaGreeting, _ root: NodeDigest) async throws {
    // What they had seen when they were walked: they may have written since.
    let refused = summary.refused + summary.heldHere
    let seen = refused == 0 ? theirs.seen : nil
    let now = clock()
    let ours = try store.read { try $0.greeting(root) }
    guard case .done(let greeting, let held) = try await ask(.done(ours, refused: refused)) else { throw unexpected }
    summary.heldThere = held ?? 0
    let token = try store.write { writer in
      try writer.conclude(greeting, seen: seen, at: now)
      return try writer.reader.token()
    }
    summary.token = token
    summary.changedHere = taken.count
  }

  private mutating func ask(_ request: SyncRequest) async throws -> SyncReply {
    try await exchange(SyncFrame(request)).0
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
    if case .failed(let why) = message { throw FreshetError.replicaFailed(why: why) }
    return (message, reply.contents)
  }

  private var unexpected: FreshetError { .untrustworthyReplica(what: "an answer to another question") }
}

extension ContentList {
  /// The same in lists of at most `size` items.
  fileprivate func pieces(of size: Int) -> [ContentList] {
    let texts = texts.sorted().pieces(of: size).map { ContentList(texts: Set($0)) }
    let vectors = vectors.sorted().pieces(of: size).map { ContentList(vectors: Set($0)) }
    // Whole documents can be long.
    let blobs = blobs.sorted { $0.fingerprint < $1.fingerprint }.pieces(of: 16).map { ContentList(blobs: Set($0)) }
    return texts + vectors + blobs
  }
}

extension Contents {
  fileprivate var count: Int { texts.count + vectors.count + blobs.count }
}

extension Array {
  fileprivate func pieces(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min(count, $0 + size)] }
  }
}
