/// How frames reach another store, and its answers come back: one at a time.
protocol SyncTransport: Sendable {
  mutating func exchange(_ frame: [UInt8]) async throws -> [UInt8]
}

/// Another store that this process has open.
struct LocalTransport: SyncTransport {
  var server: SyncServer

  mutating func exchange(_ frame: [UInt8]) async throws -> [UInt8] {
    try server.reply(to: try SyncFrame(bytes: frame)).bytes
  }
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
