/// A lock for tasks: only one task at a time may use the embedder, because an embedder uses all cores itself. Waiting
/// tasks are served in the order of their calls.
actor TurnTaking {
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func take<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
    if isTaken { await withCheckedContinuation { waiting.append($0) } } else { isTaken = true }
    defer { pass() }
    try Task.checkCancellation()
    return try await body()
  }

  /// Passes the lock directly to the task that has waited longest, so that a new task can't get ahead of it.
  private func pass() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
