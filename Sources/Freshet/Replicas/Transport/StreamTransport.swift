/// Delivers frames (encoded messages) through two pipes to another process.
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
