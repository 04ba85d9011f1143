internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// The serving side of a sync. It replies to each request from the store, and merges what the other side sends.
///
/// Each request is one transaction, so a sync can be interrupted after any of them. The hash tree for the comparison
/// shows the store's state at the time of the greeting. `AnsweringSide` decides which requests and contents are
/// allowed; its first refusal ends the sync.
struct SyncServer {
  let party: ExchangeParty
  private var rules = AnsweringSide()
  private var tally = ExchangeTally()
  private var other: ReplicaGreeting?
  private var documents: ComparedDocuments?
  /// The error that ended the sync early; nil if there was none.
  private(set) var failure: (any Error)?
  /// The other side's claims about third stores' writes that this side didn't fully believe.
  private(set) var cutClaims: [CutClaim] = []

  init(_ party: ExchangeParty) {
    self.party = party
  }

  private var store: Store { party.store }

  /// Documents that the other side has sent. The caller must resolve their conflicts.
  var taken: Set<DocumentID> { tally.taken }

  /// Returns the reply to a request. If the request fails, the reply carries the reason, and the other side ends the
  /// sync and reports it. After that, every further request gets the same reply.
  mutating func reply(to bytes: [UInt8]) async throws -> SyncFrame {
    do {
      if let failure { throw failure }
      let frame = try SyncFrame(bytes: bytes)
      let request = try frame.decoded(SyncRequest.self)
      try rules.admit(request, frame.contents, documents: documents?.count ?? 0)
      return try await answer(request, frame.contents)
    } catch {
      let failure = FreshetError.ofExchange(error)
      self.failure = failure
      return try SyncFrame(SyncReply.failed("\(failure)"))
    }
  }

  private mutating func answer(_ request: SyncRequest, _ contents: Contents) async throws -> SyncFrame {
    switch request {
    case .fetch(let list):
      let space = try sharedSpace?.id
      return try bring(try store.read { try $0.contents(list, in: space) })
    case .part(let revision, let start):
      var contents = Contents()
      contents.blobs[revision] = try store.read { try $0.part(of: revision, from: start) }
      return try bring(contents)
    case .deliver:
      try await tally.keep(contents, in: try sharedSpace, party)
      return try SyncFrame(SyncReply.delivered)
    default: return try SyncFrame(try reply(to: request))
    }
  }

  private mutating func bring(_ contents: Contents) throws -> SyncFrame {
    try rules.answered(with: contents)
    return try SyncFrame(SyncReply.contents, contents)
  }

  private mutating func reply(to request: SyncRequest) throws -> SyncReply {
    switch request {
    case .hello(let greeting):
      other = greeting
      return try introduce()
    case .remembered(let remembered): return try resume(remembered)
    case .histories(let changes):
      return .histories(try store.read { reader in try changes.map { try reader.history(after: $0) } })
    case .nodes(let prefixes):
      let tree = try tree()
      return .nodes(prefixes.map(tree.node))
    case .states(let keys): return try states(keys)
    case .offer(let states):
      let space = try sharedSpace?.id
      let list = try store.read { try $0.missing(of: states, in: space) }
      rules.want(list)
      return .missing(list)
    case .merge(let states): return try merge(states)
    case .done(let greeting, let refusals): return try finish(greeting, refusals)
    case .fetch, .part, .deliver: preconditionFailure("answered with contents")
    }
  }

  private mutating func tree() throws -> MerkleTree {
    let store = store
    guard let tree = try documents?.tree(in: store) else { throw ExchangeLie("a request before its greeting") }
    return tree
  }

  private var sharedSpace: EmbeddingSpace? {
    get throws { EmbeddingSpace.shared(try store.read { try $0.activeSpace() }, other?.space) }
  }

  /// Checks that the position at which the other side last saw this store is in this store's history. If it isn't, this
  /// store was restored from a backup and has lost writes: it takes a new replica name. Returns the greeting in either
  /// case.
  private mutating func resume(_ remembered: RememberedReplica) throws -> SyncReply {
    guard let other else { throw ExchangeLie("a request before its greeting") }
    try store.read { try remembered.check(isOf: $0.identity().store) }
    if try store.read({ try $0.hasHistory(remembered.token) }) { return try introduce() }
    try tally.writer.write(store) { writer in
      if try writer.reader.hasHistory(remembered.token) { return }
      try writer.becomeAnotherReplica(byWordOf: other.replica, since: remembered.clock)
    }
    return try introduce()
  }

  private mutating func introduce() throws -> SyncReply {
    let (documents, greeting, memory) = try store.read { reader in
      let documents = try ComparedDocuments(reader, comparedWith: other?.root)
      return (documents, try reader.greeting(documents.root), try other.flatMap { try reader.remembered($0.replica) })
    }
    self.documents = documents
    return .greeting(greeting, remembered: memory)
  }

  /// Replies with the states of the documents with these keys. If not all of them fit into one message, the reply
  /// contains only the first ones, and `answered` says for how many keys.
  private mutating func states(_ keys: [Fingerprint]) throws -> SyncReply {
    var (states, refused, answered, size): ([DocumentState], [Refusal], Int, Int) = ([], [], 0, 0)
    let tree = try tree()
    try store.read { reader in
      for key in keys where size <= ExchangeLimits.fullMessage {
        answered += 1
        guard let id = tree.document(key) else { continue }
        guard let state = try reader.soundState(of: id) else {
          refused.append(Refusal(id, .damaged))
          continue
        }
        let length = state.sizeAsJSON
        if length > ExchangeLimits.stateBytes { refused.append(Refusal(id, .tooLong)) } else { states.append(state) }
        size += length
      }
    }
    tally.add(refused, isHere: true)
    return .states(states, answered: answered, refused: refused)
  }

  private mutating func merge(_ states: [DocumentState]) throws -> SyncReply {
    let (sources, resolutions) = (party.sources, party.resolutions)
    if let space = try sharedSpace { try store.write { try $0.activateIfNone(space) } }
    let atOnce = try store.read { try tally.removals.putOff(states, $0, of: sources, by: resolutions) }
    let taken = try tally.take(atOnce, party)
    // The reply leaves out the removals that were put off.
    let open = atOnce.dropFirst(taken.count).first?.document
    let count = states.firstIndex { $0.document == open } ?? states.count
    rules.merged(states.prefix(count))
    tally.taken.formUnion(states.prefix(count).map(\.document))
    return .merged(taken.different, answered: count, refused: taken.refused)
  }

  /// Ends the sync: carries out or holds back removals, and records what the other store has seen.
  ///
  /// - Parameter refusals: how many documents either side refused or held back, as the other side counted them.
  private mutating func finish(_ greeting: ReplicaGreeting, _ refusals: Int) throws -> SyncReply {
    guard let other, let documents else { throw ExchangeLie("the end of an exchange that had not begun") }
    try greeting.check(follows: other)
    let held = try takeRemovals(by: other.replica)
    let isComplete = tally.refusals.isEmpty && refusals == 0 && held == 0
    cutClaims = try tally.conclude(greeting, seen: isComplete ? other.seen : nil, party)
    try store.recordDigests()
    return .done(try store.read { try $0.greeting(documents.root) }, held: held)
  }

  /// Carries out the collected removals, or holds them back if they are most of a source's documents.
  ///
  /// - Returns: the number of removals that are held back.
  private mutating func takeRemovals(by peer: ReplicaID) throws -> Int {
    let judgement = try store.read { try tally.removals.judged($0, by: peer, accepting: party.acceptsDeletions) }
    try tally.replaceHolds(by: peer, judgement.holds, in: store)
    var rest = judgement.taken[...]
    while !rest.isEmpty {
      let taken = try tally.take(Array(rest.prefix(ExchangeLimits.documentsAQuestion)), party)
      tally.taken.formUnion(rest.prefix(taken.count).map(\.document))
      rest = rest.dropFirst(taken.count)
    }
    return judgement.heldCount
  }
}

extension FreshetError {
  /// The error that a failed sync reports: `untrustworthyReplica` if the other side violated the protocol
  /// (`ExchangeLie`), otherwise `error` itself.
  static func ofExchange(_ error: any Error) -> any Error {
    guard let lie = error as? ExchangeLie else { return error }
    return FreshetError.untrustworthyReplica(what: lie.description)
  }
}

extension EmbeddingSpace {
  /// The embedding space that two stores have in common, so that they can exchange vectors; nil if they use different
  /// ones. A store that has no space yet adopts the other's.
  static func shared(_ one: EmbeddingSpace?, _ other: EmbeddingSpace?) -> EmbeddingSpace? {
    guard let one, let other else { return one ?? other }
    return one == other ? one : nil
  }
}
