/// Frames go to a function in this process: to another store that it has open, or to an intermediary.
struct LocalTransport: SyncTransport {
  let answer: @Sendable ([UInt8]) async throws -> [UInt8]

  func exchange(_ frame: [UInt8]) async throws -> [UInt8] { try await answer(frame) }
}
