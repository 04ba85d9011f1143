internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// The beginning of a sync, in which both stores identify themselves.
extension SyncClient {
  /// Exchanges greetings with the other store. Each store has on record where the other's history ended at their last
  /// sync. If that position is missing from a store's history, the store was restored from a backup: it takes a new
  /// replica name, and the greeting is repeated.
  mutating func greet() async throws -> (mine: ReplicaGreeting, theirs: ReplicaGreeting, documents: ComparedDocuments) {
    for _ in 0..<ExchangeLimits.introductions {
      let (mine, documents) = try store.read { reader in
        let documents = try ComparedDocuments(reader)
        return (try reader.greeting(documents.root), documents)
      }
      let (theirs, memory) = try await introduction(.hello(mine))
      if mine.replica == theirs.replica {
        try await part(mine, from: theirs)
        continue
      }
      if try isRenewed(mine, theirs, memory) { continue }
      guard let remembered = try store.read({ try $0.remembered(theirs.replica) }) else {
        return (mine, theirs, documents)
      }
      let (now, _) = try await introduction(.remembered(remembered))
      guard now.store == theirs.store, now.replica != mine.replica else {
        throw ExchangeLie("two greetings with different store identities")
      }
      return (mine, now, documents)
    }
    throw ExchangeLie("more than \(ExchangeLimits.introductions) greetings in one exchange")
  }

  private mutating func introduction(
    _ request: SyncRequest
  ) async throws -> (ReplicaGreeting, RememberedReplica?) {
    guard case .greeting(let greeting, let memory) = try await ask(request) else { throw AskingSide.mismatch }
    try greeting.check()
    return (greeting, memory)
  }

  private mutating func isRenewed(
    _ mine: ReplicaGreeting, _ theirs: ReplicaGreeting, _ memory: RememberedReplica?
  ) throws -> Bool {
    try memory?.check(isOf: mine.store)
    let isSuspect = try store.read { reader in
      if let memory, try !reader.hasHistory(memory.token) { return true }
      return try reader.isBehind(CausalContext(theirs.seen))
    }
    guard isSuspect else { return false }
    return try tally.writer.write(store) { writer in
      if let memory, try !writer.reader.hasHistory(memory.token) {
        try writer.becomeAnotherReplica(byWordOf: theirs.replica, since: memory.clock)
        return true
      }
      return try writer.renew(ifBehind: CausalContext(theirs.seen))
    }
  }

  /// Gives one of two stores with the same replica name a new name. Such stores are copies, for example of a whole
  /// machine. If one of them has written nothing since the copy, that store is renamed. If both have written, this
  /// store is renamed, and so are its writes since the copy.
  private mutating func part(_ mine: ReplicaGreeting, from theirs: ReplicaGreeting) async throws {
    let common = try await lastCommonChange(mine, theirs)
    if common == theirs.token.sequence, common < mine.token.sequence {
      _ = try await introduction(.remembered(RememberedReplica(token: mine.token, clock: theirs.clock)))
      return
    }
    try tally.writer.write(store) { writer in
      let isPast = common == mine.token.sequence
      try writer.becomeAnotherReplica(since: isPast ? nil : try writer.reader.clock(after: common))
    }
  }

  private mutating func lastCommonChange(_ mine: ReplicaGreeting, _ theirs: ReplicaGreeting) async throws -> Int64 {
    var search = CommonHistory(upTo: min(mine.token.sequence, theirs.token.sequence))
    while let changes = search.next {
      let there = try AskingSide.histories(try await ask(.histories(changes)), to: changes)
      let here = try store.read { reader in try changes.map { try reader.history(after: $0) } }
      search.take(zip(here, there).map { $0 == $1 })
    }
    return search.last
  }
}
