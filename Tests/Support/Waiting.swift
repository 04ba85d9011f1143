internal import Glibc

/// A condition that a test waited for stayed false.
package struct NeverCame: Error, CustomStringConvertible {
  package let what: String

  package var description: String { "\(what) did not happen in time" }
}

/// Checks a condition of which no event tells until it is true, with a pause between two checks. Blocks its thread.
///
/// Beside a thousand other tests, the awaited work may need minutes for its turn.
package func waitUntil(
  _ what: String = "it", within patience: Duration = .seconds(300), _ isSo: () throws -> Bool
) throws {
  let deadline = ContinuousClock.now + patience
  while try !isSo() {
    if ContinuousClock.now > deadline { throw NeverCame(what: what) }
    poll(nil, 0, 2)
  }
}

/// Checks an asynchronous condition until it is true. A cancelled task ends the wait with `CancellationError`.
package func eventually(
  _ what: String = "it", within patience: Duration = .seconds(300), _ isSo: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + patience
  while try await !isSo() {
    if ContinuousClock.now > deadline { throw NeverCame(what: what) }
    try await Task.sleep(for: .milliseconds(2))
  }
}
