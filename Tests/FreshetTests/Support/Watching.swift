import Freshet
import Testing

/// Looks again and again, for five minutes at most: beside a thousand other tests a task may wait for minutes for its turn.
func eventually(_ isSo: () async throws -> Bool) async throws {
  let deadline = ContinuousClock.now + .seconds(300)
  while try await !isSo() {
    try #require(ContinuousClock.now < deadline, "it never came to be so")
    await Task.yield()
  }
}

/// Runs `body` while `cache` watches, and ends the watch with it.
func watching(_ cache: RetrievalCache, _ body: @Sendable () async throws -> Void) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await cache.watch() }
    try await body()
    group.cancelAll()
    while (await group.nextResult()) != nil {}
  }
}
