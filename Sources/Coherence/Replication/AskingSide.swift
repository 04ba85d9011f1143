package import FreshetCorpus

/// Validates the answers of a sync exchange for the asking store. The functions depend only on a request and its
/// answer, and throw `ExchangeLie` (a protocol violation) if the answer doesn't match the request.
package enum AskingSide {
  /// The error for an answer that belongs to a different kind of request.
  package static let mismatch = ExchangeLie("an answer that does not match the request")

  package static func histories(_ reply: SyncReply, to changes: [Int64]) throws(ExchangeLie) -> [String?] {
    guard case .histories(let histories) = reply, histories.count == changes.count else { throw mismatch }
    return histories
  }

  package static func nodes(_ reply: SyncReply, to prefixes: [[UInt8]]) throws(ExchangeLie) -> [MerkleTree.Node] {
    guard case .nodes(let nodes) = reply, nodes.count == prefixes.count else { throw mismatch }
    return nodes
  }

  /// Validates the answer to a request for document states.
  ///
  /// - Returns: the states, the documents that the other side left out, and the keys that this side must ask for again.
  package static func states(
    _ reply: SyncReply, to keys: [Fingerprint]
  ) throws(ExchangeLie) -> (states: [DocumentState], refused: [Refusal], rest: [Fingerprint]) {
    guard case .states(let states, let answered, let refused) = reply else { throw mismatch }
    guard (1...keys.count).contains(answered) else {
      throw ExchangeLie("answers for \(answered) requested keys, where 1 to \(keys.count) were expected")
    }
    if !states.isEmpty { try AnsweringSide.check(states) }
    try check(states.map(\.document) + refused.map(\.document), areAmong: Set(keys.prefix(answered)))
    return (states, refused, Array(keys.dropFirst(answered)))
  }

  /// Validates the answer to a `merge` request.
  ///
  /// - Returns: the other side's states where they differ from the sent ones, the documents that it refused, and how
  ///   many of the sent states it handled.
  package static func merged(
    _ reply: SyncReply, to states: [DocumentState]
  ) throws(ExchangeLie) -> (different: [DocumentState], refused: [Refusal], answered: Int) {
    guard case .merged(let different, let answered, let refused) = reply else { throw mismatch }
    guard (1...states.count).contains(answered) else {
      throw ExchangeLie("answers for \(answered) document states, where 1 to \(states.count) were expected")
    }
    if !different.isEmpty { try AnsweringSide.check(different) }
    let sent = Set(states.prefix(answered).map { MerkleTree.key(of: $0.document) })
    try check(different.map(\.document) + refused.map(\.document), areAmong: sent)
    return (different, refused, answered)
  }

  package static func missing(_ reply: SyncReply, of states: [DocumentState]) throws(ExchangeLie) -> ContentList {
    guard case .missing(let list) = reply else { throw mismatch }
    guard list.isSubset(of: ContentList(of: states)) else {
      throw ExchangeLie("a request for contents that were not offered")
    }
    return list
  }

  package static func contents(
    _ reply: SyncReply, _ contents: Contents, to list: ContentList
  ) throws(ExchangeLie) -> Contents {
    guard case .contents = reply else { throw mismatch }
    guard contents.list.isSubset(of: list) else { throw ExchangeLie("contents that nobody asked for") }
    return contents
  }

  package static func done(
    _ reply: SyncReply, by first: ReplicaGreeting
  ) throws(ExchangeLie) -> (greeting: ReplicaGreeting, held: Int) {
    guard case .done(let greeting, let held) = reply else { throw mismatch }
    try greeting.check(follows: first)
    guard Bounds.counts.contains(Int64(held)) else {
      throw ExchangeLie("\(held) as the number of removals held back, which is impossible")
    }
    return (greeting, held)
  }

  private static func check(_ documents: [DocumentID], areAmong keys: Set<Fingerprint>) throws(ExchangeLie) {
    let named = documents.map(MerkleTree.key)
    guard Set(named).count == named.count, Set(named).isSubset(of: keys) else {
      throw ExchangeLie("a document that was not asked for, or the same document twice")
    }
  }
}
