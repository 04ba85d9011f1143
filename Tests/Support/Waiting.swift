internal import Glibc

/// What a test waited for did not come to be.
package struct NeverCame: Error, CustomStringConvertible {
  package let what: String

  package var description: String { "\(what) did not come to be in time" }
}

/// For what tells nobody when it happens: looks until it is so, and leaves the processor to others between two looks.
///
/// Beside a thousand other tests, what is awaited may need minutes for its turn. Holds up its thread.
package func waitUntil(
  _ what: String = "it", within patience: Duration = .seconds(300), _ isSo: () throws -> Bool
) throws {
  let deadline = ContinuousClock.now + patience
  while try !isSo() {
    if ContinuousClock.now > deadline { throw NeverCame(what: what) }
    poll(nil, 0, 2)
  }
}

/// The same of what is asked asynchronously. A cancelled task ends the wait with `CancellationError`.
package func eventually(
  _ what: String = "it", within patience: Duration = .seconds(300), _ isSo: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + patience
  while try await !isSo() {
    if ContinuousClock.now > deadline { throw NeverCame(what: what) }
    try await Task.sleep(for: .milliseconds(2))
  }
}
