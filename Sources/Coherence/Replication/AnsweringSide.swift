package import FreshetCorpus

/// Validates the requests of a sync exchange for the answering store: a pure state machine, which rejects requests that
/// the protocol forbids.
///
/// The answering side accepts requests only between the asking side's greeting and the end of the exchange. It accepts
/// only contents that it asked for, and only document states that were offered, each document once. Each kind of
/// request has a maximum number, so that every exchange ends.
package struct AnsweringSide: Sendable {
  /// The phases of an exchange, in order.
  private enum Phase: Int, Comparable {
    case silent, introduced, exchanging, over

    static func < (one: Phase, other: Phase) -> Bool { one.rawValue < other.rawValue }
  }

  private var phase = Phase.silent
  private var introductions = 0
  private var historyQuestions = 0
  private var nodes = 0
  private var keys = 0
  private var fruitless = 0
  /// The contents that this side asked for, and that the asking side hasn't delivered yet.
  package private(set) var wanted = ContentList()
  private var offered: Set<DocumentID> = []
  private var merged: Set<DocumentID> = []

  package init() {}

  /// Checks a request against the phase of the exchange and the limits, and counts it.
  ///
  /// - Parameters:
  ///   - contents: the texts, vectors and pushed texts that came with the request.
  ///   - documents: the number of documents in this side's Merkle tree.
  /// - Throws: `ExchangeLie` (a protocol violation) if the request isn't allowed, or not in this phase.
  package mutating func admit(
    _ request: SyncRequest, _ contents: Contents, documents: Int
  ) throws(ExchangeLie) {
    if phase == .over { throw ExchangeLie("a request after the end of the exchange") }
    if !contents.isEmpty, request != .deliver { throw ExchangeLie("contents that nobody asked for") }
    switch request {
    case .hello(let greeting): try introduce(greeting)
    case .remembered: try introduceAgain()
    case .histories(let changes): try admit(histories: changes)
    case .nodes(let prefixes): try admit(nodes: prefixes)
    case .states(let keys): try admit(keys: keys, documents)
    case .fetch(let list): try admit(fetching: list)
    case .part(_, let start): try admit(part: start)
    case .offer(let states): try admit(offering: states)
    case .deliver: try admit(delivering: contents)
    case .merge(let states): try admit(merging: states)
    case .done(_, let refused): try finish(refused)
    }
  }

  private mutating func introduce(_ greeting: ReplicaGreeting) throws(ExchangeLie) {
    try greeting.check()
    try countIntroduction()
  }

  private mutating func introduceAgain() throws(ExchangeLie) {
    try afterGreeting()
    try countIntroduction()
  }

  private mutating func countIntroduction() throws(ExchangeLie) {
    try enter(.introduced)
    introductions += 1
    if introductions > ExchangeLimits.introductions {
      throw ExchangeLie("more than \(ExchangeLimits.introductions) greetings in one exchange")
    }
  }

  private mutating func admit(histories changes: [Int64]) throws(ExchangeLie) {
    try afterGreeting()
    try enter(.introduced)
    historyQuestions += 1
    guard historyQuestions <= ExchangeLimits.historyQuestions, changes.count <= CommonHistory.probes,
      changes.allSatisfy(Bounds.sequences.contains)
    else { throw ExchangeLie("a request for more of the history than the protocol allows") }
  }

  private mutating func admit(nodes prefixes: [[UInt8]]) throws(ExchangeLie) {
    try beginExchanging()
    nodes += prefixes.count
    guard (1...ExchangeLimits.prefixesAQuestion).contains(prefixes.count), nodes <= ExchangeLimits.nodes else {
      throw ExchangeLie(
        "a request for \(prefixes.count) nodes of the Merkle tree after \(nodes - prefixes.count) others, over the limit"
      )
    }
    let isLevel = prefixes.allSatisfy { $0.count == prefixes[0].count && $0.count <= MerkleTree.depth }
    guard isLevel, zip(prefixes, prefixes.dropFirst()).allSatisfy({ $0.lexicographicallyPrecedes($1) }) else {
      throw ExchangeLie("a request for tree nodes that are not in order, not of one level, or deeper than the tree")
    }
  }

  private mutating func admit(keys asked: [Fingerprint], _ documents: Int) throws(ExchangeLie) {
    try beginExchanging()
    keys += asked.count
    guard (1...ExchangeLimits.documentsAQuestion).contains(asked.count) else {
      throw ExchangeLie("a request for \(asked.count) documents; 1 to \(ExchangeLimits.documentsAQuestion) are allowed")
    }
    guard Set(asked).count == asked.count else { throw ExchangeLie("a request that names a document twice") }
    // The peer may ask for a key several times, because one answer holds only a part of the states. Some of its keys
    // belong to documents that only the peer has.
    if keys > 16 * documents + ExchangeLimits.nodes * MerkleTree.leafSize {
      throw ExchangeLie("too many requests for document states")
    }
  }

  private mutating func admit(fetching list: ContentList) throws(ExchangeLie) {
    try beginExchanging()
    guard (1...ExchangeLimits.contentsAQuestion).contains(list.count) else {
      throw ExchangeLie(
        "a request for \(list.count) contents, where 1 to \(ExchangeLimits.contentsAQuestion) are allowed")
    }
  }

  private mutating func admit(part start: Int) throws(ExchangeLie) {
    try beginExchanging()
    guard (0...ExchangeLimits.pushedBytes).contains(start) else {
      throw ExchangeLie("a request for byte \(start) of a pushed text, which is out of range")
    }
  }

  /// Counts empty answers. Call this after each answer to `fetch` or `part`.
  ///
  /// - Throws: `ExchangeLie` if the asking side has asked too often for contents that this side doesn't have.
  package mutating func answered(with contents: Contents) throws(ExchangeLie) {
    if contents.isEmpty { fruitless += 1 }
    if fruitless > ExchangeLimits.fruitlessQuestions {
      throw ExchangeLie("too many requests for contents that this store does not have")
    }
  }

  private mutating func admit(offering states: [DocumentState]) throws(ExchangeLie) {
    try beginExchanging()
    guard offered.isEmpty else { throw ExchangeLie("an offer before the states of the last offer were merged") }
    try Self.check(states)
    offered = Set(states.map(\.document))
    guard merged.isDisjoint(with: offered) else { throw ExchangeLie("an offer of a document that was already merged") }
  }

  /// Sets the contents that this side asks for. Call this after comparing an offer with this store.
  package mutating func want(_ list: ContentList) { wanted = list }

  private mutating func admit(delivering contents: Contents) throws(ExchangeLie) {
    try beginExchanging()
    guard !contents.isEmpty, contents.list.isSubset(of: wanted) else {
      throw ExchangeLie("contents that nobody asked for")
    }
    var come = contents.list
    // Of a longer pushed text, this is only one part. It stays wanted until the last part has come.
    for (revision, part) in contents.blobs where part.start + part.bytes.count < part.length {
      come.blobs.remove(revision)
    }
    wanted.subtract(come)
  }

  private mutating func admit(merging states: [DocumentState]) throws(ExchangeLie) {
    try beginExchanging()
    try Self.check(states)
    guard Set(states.map(\.document)).isSubset(of: offered) else {
      throw ExchangeLie("a document that was not offered")
    }
  }

  /// Records that this side has merged or refused these states. Call this after each `merge`.
  package mutating func merged(_ states: some Sequence<DocumentState>) {
    for state in states {
      offered.remove(state.document)
      merged.insert(state.document)
    }
    if offered.isEmpty { wanted = ContentList() }
  }

  private mutating func finish(_ refused: Int) throws(ExchangeLie) {
    try afterGreeting()
    guard Bounds.counts.contains(Int64(refused)) else {
      throw ExchangeLie("\(refused) as the number of refused documents, which is impossible")
    }
    guard offered.isEmpty else { throw ExchangeLie("the end of the exchange before all offered states were merged") }
    phase = .over
  }

  private mutating func beginExchanging() throws(ExchangeLie) {
    try afterGreeting()
    try enter(.exchanging)
  }

  private func afterGreeting() throws(ExchangeLie) {
    if phase == .silent { throw ExchangeLie("a request before its greeting") }
  }

  private mutating func enter(_ next: Phase) throws(ExchangeLie) {
    if next < phase { throw ExchangeLie("a request of the greeting phase in the middle of an exchange") }
    phase = next
  }

  /// Validates the states in one message: their number, each state by itself, and that no document occurs twice.
  ///
  /// - Throws: `ExchangeLie` if a check fails.
  package static func check(_ states: [DocumentState]) throws(ExchangeLie) {
    guard (1...ExchangeLimits.documentsAQuestion).contains(states.count) else {
      let most = ExchangeLimits.documentsAQuestion
      throw ExchangeLie("\(states.count) documents in one message; 1 to \(most) are allowed")
    }
    guard Set(states.map(\.document)).count == states.count else {
      throw ExchangeLie("a message that names a document twice")
    }
    for state in states { try state.check() }
  }
}
