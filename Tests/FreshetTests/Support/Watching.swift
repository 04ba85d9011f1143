import Freshet

/// Runs `body` while `cache` watches, and ends the watch with it.
func watching(_ cache: RetrievalCache, _ body: @Sendable () async throws -> Void) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await cache.watch() }
    try await body()
    group.cancelAll()
    while (await group.nextResult()) != nil {}
  }
}
