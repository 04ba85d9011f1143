/// How frames reach another store, and its answers come back: one at a time.
protocol SyncTransport: Sendable {
  mutating func exchange(_ frame: [UInt8]) async throws -> [UInt8]
}

/// Frames go to a function in this process: to another store that it has open, or to an intermediary.
struct LocalTransport: SyncTransport {
  let answer: @Sendable ([UInt8]) async throws -> [UInt8]

  func exchange(_ frame: [UInt8]) async throws -> [UInt8] { try await answer(frame) }
}

/// Another process, at the other end of two pipes.
struct StreamTransport: SyncTransport {
  let stream: FrameStream

  mutating func exchange(_ frame: [UInt8]) async throws -> [UInt8] {
    try await stream.write(frame)
    guard let reply = try await stream.read() else {
      throw FreshetError.replicaFailed(why: "it ended without an answer")
    }
    return reply
  }
}

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
