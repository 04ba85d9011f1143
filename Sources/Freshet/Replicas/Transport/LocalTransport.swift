/// Delivers frames (encoded messages) to a function in this process. The function replies for another open store, or
/// forwards the frames.
struct LocalTransport: SyncTransport {
  let answer: @Sendable ([UInt8]) async throws -> [UInt8]

  func exchange(_ frame: [UInt8]) async throws -> [UInt8] { try await answer(frame) }
}
