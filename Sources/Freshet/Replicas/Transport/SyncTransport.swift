/// Delivers a frame (an encoded message) to another store and returns the reply. Only one exchange runs at a time.
protocol SyncTransport: Sendable {
  mutating func exchange(_ frame: [UInt8]) async throws -> [UInt8]
}
