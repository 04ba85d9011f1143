/// Passes frames to a function in this process, which answers for another open store or passes them on.
struct LocalTransport: SyncTransport {
  let answer: @Sendable ([UInt8]) async throws -> [UInt8]

  func exchange(_ frame: [UInt8]) async throws -> [UInt8] { try await answer(frame) }
}
