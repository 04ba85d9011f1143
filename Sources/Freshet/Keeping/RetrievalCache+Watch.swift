internal import FreshetCoherence
internal import FreshetCorpus
public import ServiceLifecycle
internal import FreshetStorage

extension RetrievalCache: Service {
  /// Follows the changes of all sources and keeps the index up to date, until the task is cancelled or the service
  /// group shuts down.
  public func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { try await self.watch() }
    } catch is CancellationError where !Task.isCancelled {
      // The service group shuts down, which isn't an error.
    }
  }

  /// Follows the changes of all sources and keeps the index up to date according to each source's policy, until the
  /// task is cancelled.
  ///
  /// Only one process at a time watches a source. Other processes wait, and take over when that process's lease (an
  /// expiring lock) has expired. After a failure, such as a full disk or a missing folder, the watch reports the
  /// failure and restarts. Once it has begun, the watch ends only if it is cancelled, if the store itself was replaced
  /// (`StorageError.replaced`), or if another process upgraded the store's format (`.formatTooNew`).
  /// - Parameter report: is called for each event. The events of one source come in order. The function must not block.
  /// - Throws: `FreshetError.noSource` if the store has no source; `CancellationError`; a `StorageError` whose
  ///   `isFinal` is true.
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

  /// Checks at the beginning and once an hour, with canaries (fixed texts whose vectors are on record), that the
  /// embedder hasn't changed.
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
