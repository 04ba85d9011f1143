internal import Coherence
internal import Corpus
internal import Storage

/// The side of an exchange that is asked: answers each request from the store, and takes what it is brought.
///
/// Every request is one transaction, so that an exchange can end at any of them. What differs is looked for in one state of the
/// store, that of the greeting.
struct SyncServer {
  let store: Store
  let sources: SourceSet
  let resolutions: ResolutionSet
  let clock: WallClock
  /// Documents that the other side has brought; for whoever resolves conflicts.
  private(set) var taken: Set<DocumentID> = []
  private var other: ReplicaGreeting?
  private var tree = MerkleTree([:])
  private var refused = 0
  private let acceptsDeletions: Bool
  private var removals = PeerRemovals()

  init(
    store: Store, sources: SourceSet, resolutions: ResolutionSet, clock: @escaping WallClock, acceptsDeletions: Bool
  ) {
    self.store = store
    self.sources = sources
    self.resolutions = resolutions
    self.clock = clock
    self.acceptsDeletions = acceptsDeletions
  }

  /// A failure is answered, too: the other side ends the exchange, and says why.
  mutating func reply(to frame: SyncFrame) throws -> SyncFrame {
    do {
      let request = try frame.decoded(SyncRequest.self)
      if case .fetch(let list) = request {
        let space = try sharedSpace
        return try SyncFrame(SyncReply.contents, try store.read { try $0.contents(list, in: space?.id) })
      }
      return try SyncFrame(try reply(to: request, frame.contents))
    } catch {
      return try SyncFrame(SyncReply.failed("\(error)"))
    }
  }

  private mutating func reply(to request: SyncRequest, _ contents: Contents) throws -> SyncReply {
    let now = clock()
    switch request {
    case .hello(let greeting): return try greet(greeting)
    case .remembered(let remembered): return try recall(remembered)
    case .histories(let changes):
      if changes.count > CommonHistory.probes {
        throw FreshetError.untrustworthyReplica(what: "a question of this length")
      }
      return .histories(try store.read { reader in try changes.map { try reader.history(after: $0) } })
    case .nodes(let prefixes): return .nodes(prefixes.map(tree.node))
    case .states(let keys):
      let documents = keys.compactMap(tree.document)
      return .states(try store.read { reader in try documents.map { try reader.state(of: $0) } })
    case .fetch: return .contents
    case .offer(let states):
      let space = try sharedSpace?.id
      return .missing(try store.read { try $0.missing(of: states, in: space) })
    case .deliver:
      let space = try sharedSpace
      try store.write { try $0.keep(contents, in: space, at: now) }
      return .delivered
    case .merge(let states): return try merge(states, at: now)
    case .done(let greeting, let refusals): return try finish(greeting, refusals, at: now)
    }
  }

  private var sharedSpace: EmbeddingSpace? {
    get throws { EmbeddingSpace.shared(try store.read { try $0.activeSpace() }, other?.space) }
  }

  private mutating func greet(_ greeting: ReplicaGreeting) throws -> SyncReply {
    guard greeting.number == ReplicaGreeting.protocolNumber else {
      throw FreshetError.otherProtocol(theirs: greeting.number, ours: ReplicaGreeting.protocolNumber)
    }
    other = greeting
    return try introduce()
  }

  /// A memory that isn't of this store's history is of one that was lost when it was restored.
  private mutating func recall(_ remembered: RememberedReplica) throws -> SyncReply {
    try store.write { writer in
      if try !writer.reader.hasHistory(remembered.token) { try writer.becomeAnotherReplica(since: remembered.clock) }
    }
    return try introduce()
  }

  private mutating func introduce() throws -> SyncReply {
    let (tree, greeting, memory) = try store.read { reader in
      let tree = MerkleTree(try reader.stateDigests())
      return (tree, try reader.greeting(tree.root), try other.flatMap { try reader.remembered($0.replica) })
    }
    self.tree = tree
    return .greeting(greeting, remembered: memory)
  }

  private mutating func merge(_ states: [DocumentState], at now: Timestamp) throws -> SyncReply {
    let (sources, resolutions, space) = (sources, resolutions, try sharedSpace)
    let states = try store.read { try removals.putOff(states, $0, of: sources, by: resolutions) }
    let (different, refusals) = try store.write { writer in
      if let space { try writer.activateIfNone(space) }
      return try writer.take(states, of: sources, by: resolutions, at: now)
    }
    taken.formUnion(states.map(\.document))
    refused += refusals
    return .merged(different, refused: refusals)
  }

  /// - Parameter refusals: on either side, as the other counts them: what it refused it couldn't answer.
  private mutating func finish(_ greeting: ReplicaGreeting, _ refusals: Int, at now: Timestamp) throws -> SyncReply {
    guard let other, other.replica == greeting.replica else {
      throw FreshetError.untrustworthyReplica(what: "an end without a beginning")
    }
    let held = try takeRemovals(by: other.replica, at: now)
    let isComplete = refused == 0 && refusals == 0 && held == 0
    try store.write { try $0.conclude(greeting, seen: isComplete ? other.seen : nil, at: now) }
    return .done(try store.read { try $0.greeting(tree.root) }, held: held)
  }

  /// - Returns: how many removals are held back.
  private mutating func takeRemovals(by peer: ReplicaID, at now: Timestamp) throws -> Int {
    let (sources, resolutions) = (sources, resolutions)
    let judgement = try store.read { try removals.judged($0, by: peer, accepting: acceptsDeletions) }
    let refusals = try store.write { writer in
      try writer.replaceHolds(by: peer, judgement.holds)
      return try writer.take(judgement.taken, of: sources, by: resolutions, at: now).refused
    }
    taken.formUnion(judgement.taken.map(\.document))
    refused += refusals
    return judgement.heldCount
  }
}

extension StoreWriter {
  /// Takes states in one commit.
  ///
  /// - Returns: this store's states where they differ from those, and how many were refused.
  func take(
    _ states: [DocumentState], of sources: SourceSet, by resolutions: ResolutionSet, at now: Timestamp
  ) throws -> (different: [DocumentState], refused: Int) {
    var (different, refused): ([DocumentState], Int) = ([], 0)
    for state in states {
      switch try take(state, of: sources, by: resolutions, at: now) {
      case .refused: refused += 1
      case .forgotten: different.append(state.forgotten)
      case .known, .merged:
        let mine = try reader.state(of: state.document)
        if mine.digest != state.digest { different.append(mine) }
      }
    }
    return (different, refused)
  }

  /// Remembers that everything was exchanged with another store.
  ///
  /// - Parameter seen: what it had seen when the exchange began; nil where some of it was refused.
  func conclude(_ greeting: ReplicaGreeting, seen: VersionVector?, at now: Timestamp) throws {
    if let seen { try see(seen) }
    try remember(
      PeerRecord(
        replica: greeting.replica, token: greeting.token, clock: greeting.clock, at: now,
        ours: try reader.token().sequence))
  }
}

extension EmbeddingSpace {
  /// The space whose vectors two stores can exchange; nil when they embed differently. One that has none yet takes the other's.
  static func shared(_ one: EmbeddingSpace?, _ other: EmbeddingSpace?) -> EmbeddingSpace? {
    guard let one, let other else { return one ?? other }
    return one == other ? one : nil
  }
}
