/// The serving side of one sync: replies to the other store's requests, one at a time.
package actor SyncAnswers {
  private var server: SyncServer?
  /// The error that ended the sync early; nil if there was none.
  package private(set) var failure: (any Error)?

  init(_ party: ExchangeParty) {
    server = SyncServer(party)
  }

  package func reply(to frame: [UInt8]) async throws -> [UInt8] {
    // `server` is nil while it handles a request: only one request is allowed at a time.
    guard var server else {
      throw FreshetError.replicaFailed(why: "it received a request while it was still answering the previous one")
    }
    self.server = nil
    let reply = try await server.reply(to: frame)
    failure = server.failure
    self.server = server
    return reply.bytes
  }
}
