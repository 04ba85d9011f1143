/// A store's answers to the questions of one exchange, one after the other.
package actor SyncAnswers {
  private var server: SyncServer?
  /// Why the exchange ended early.
  package private(set) var failure: (any Error)?

  init(_ party: ExchangeParty) {
    server = SyncServer(party)
  }

  package func reply(to frame: [UInt8]) async throws -> [UInt8] {
    // Nil while a question is being answered: only one question is allowed at a time.
    guard var server else { throw FreshetError.replicaFailed(why: "two questions at once") }
    self.server = nil
    let reply = try await server.reply(to: frame)
    failure = server.failure
    self.server = server
    return reply.bytes
  }
}
