/// How frames reach another store, and its answers come back: one at a time.
protocol SyncTransport: Sendable {
  mutating func exchange(_ frame: [UInt8]) async throws -> [UInt8]
}
