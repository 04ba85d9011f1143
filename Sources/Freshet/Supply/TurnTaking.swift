/// Lets one task at a time through, in the order in which they came, because an embedder uses all cores by itself.
actor TurnTaking {
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func take<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
    if isTaken { await withCheckedContinuation { waiting.append($0) } } else { isTaken = true }
    defer { pass() }
    try Task.checkCancellation()
    return try await body()
  }

  /// Gives the turn to the task that waits longest, and doesn't free it in between, so that no new task gets ahead.
  private func pass() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
