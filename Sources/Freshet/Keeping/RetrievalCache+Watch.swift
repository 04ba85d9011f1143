internal import FreshetCoherence
internal import FreshetCorpus
public import ServiceLifecycle
internal import FreshetStorage

extension RetrievalCache: Service {
  /// Keeps every source in step until the task is cancelled or the service group shuts down.
  public func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { try await self.watch() }
    } catch is CancellationError where !Task.isCancelled {
      // The group shuts down: that is no failure.
    }
  }

  /// Keeps every source in step, by the policy of each, until the task is cancelled.
  ///
  /// One process at a time watches a source; others stand by, and take over when its lease has expired. After a failure
  /// (a full disk, a missing root, a watch that another process took over) the watch reports it, and starts anew. It
  /// ends only if the store is no longer the one that was opened: with `StorageError.replaced`, or with `.formatTooNew`
  /// after another process migrated it.
  /// - Parameter report: called for each event, in order for each source; it must not block.
  /// - Throws: `FreshetError.noSource`; `CancellationError`; `StorageError` if it `isFinal`.
  public func watch(_ report: @escaping @Sendable (WatchEvent) -> Void = { _ in }) async throws {
    if sources.all.isEmpty { throw FreshetError.noSource(store: store.path) }
    try environment.prepareStore()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for source in sources.all {
        let watch = SourceWatch(of: source, in: environment, keepers, report)
        group.addTask { try await watch.run() }
      }
      group.addTask { await self.index.tendWhileRunning() }
      group.addTask { [clock] in await self.index.prepareWhileRunning(clock: clock) }
      group.addTask { try await self.checkCanariesWhileRunning(report) }
      group.addTask { await self.measureWhileRunning() }
      while try await group.next() != nil {}  // the first failure ends the others
    }
  }

  /// Checks the canaries at the beginning, and once an hour.
  private func checkCanariesWhileRunning(_ report: @Sendable (WatchEvent) -> Void) async throws {
    while true {
      do {
        if try store.read({ try $0.contentCounts().vectors }) > 0 { try await checkCanaries() }
      } catch let error as CancellationError {
        throw error
      } catch let error as StorageError where error.isFinal {
        throw error
      } catch {
        report(.embedderFailed(why: "\(error)"))
      }
      try await Task.sleep(for: .seconds(3600))
    }
  }
}
