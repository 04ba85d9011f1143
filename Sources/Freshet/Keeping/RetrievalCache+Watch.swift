internal import FreshetCoherence
internal import FreshetCorpus
internal import Logging
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
  /// One process at a time watches a source; others stand by, and take over when its lease has expired. Whatever goes wrong
  /// (a full disk, a missing root, a watch that another process took over) is reported, and the watch starts anew. It
  /// ends if the store is no longer the one that was opened: with `StorageError.replaced`, or with `.formatTooNew`
  /// after another process migrated it.
  /// - Parameter report: called for everything that happens, in its order for each source; it must not block.
  /// - Throws: `FreshetError.noSource`; `CancellationError`; `StorageError` if it `isFinal`.
  public func watch(_ report: @escaping @Sendable (WatchEvent) -> Void = { _ in }) async throws {
    if sources.all.isEmpty { throw FreshetError.noSource(store: store.path) }
    try prepareStore()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for source in sources.all {
        group.addTask { try await self.watch(source, report) }
      }
      group.addTask { await self.tendWhileRunning() }
      group.addTask { try await self.checkCanariesWhileRunning(report) }
      group.addTask { await self.measureWhileRunning() }
      while try await group.next() != nil {}  // the first failure ends the others
    }
  }

  private func watch(_ source: DirectorySource, _ report: @escaping @Sendable (WatchEvent) -> Void) async throws {
    var pause = Duration.seconds(1)
    var last: Int64?
    while true {
      let fence = try await standBy(for: source, inPlaceOf: last, report)
      last = fence
      let began = ContinuousClock.now
      do {
        try await keep(source, fence, report)
      } catch let error as CancellationError {
        throw error
      } catch {
        report(.interrupted(source: source.name, why: "\(error)"))
        if let error = error as? StorageError, error.isFinal { throw error }
        logger.warning("the watch was broken off", metadata: ["source": "\(source.name)", "why": "\(error)"])
      }
      pause = ContinuousClock.now - began > .seconds(60) ? .seconds(1) : min(pause * 2, .seconds(30))
      try await Task.sleep(for: pause)
    }
  }

  private func keep(
    _ source: DirectorySource, _ fence: Int64, _ report: @escaping @Sendable (WatchEvent) -> Void
  ) async throws {
    let keeper = SourceKeeper(
      store: store, source: source, embedder: embedder, embedding: embedding, holder: Self.holder, fence: fence,
      clock: clock, metrics: metrics, report: report)
    report(.began(source: source.name, policy: source.configuration.coherence.name))
    keepers[source.name] = keeper
    defer {
      keepers[source.name] = nil
      try? store.write(durably: false) { try $0.endWatch(over: source.name, fence: fence) }  // else it expires
    }
    try await keeper.run()
  }

  /// Until the watch over the source is ours.
  private func standBy(
    for source: DirectorySource, inPlaceOf own: Int64?, _ report: @Sendable (WatchEvent) -> Void
  ) async throws -> Int64 {
    var told: WatchEvent?
    while true {
      let event: WatchEvent
      do {
        if let fence = try takeWatch(over: source, inPlaceOf: own) { return fence }
        let holder = try store.read { try $0.watcher(of: source.name)?.holder }
        event = .standingBy(source: source.name, holder: holder ?? "another process")
      } catch {
        event = .interrupted(source: source.name, why: "\(error)")
        if let error = error as? StorageError, error.isFinal {
          report(event)
          throw error
        }
      }
      if event != told { report(event) }
      told = event
      try await Task.sleep(for: .seconds(1))
    }
  }

  private func takeWatch(over source: DirectorySource, inPlaceOf own: Int64?) throws -> Int64? {
    let now = clock()
    return try store.write { writer in
      try writer.takeWatch(
        over: source.name, holder: Self.holder, policy: source.configuration.coherence.name,
        inPlaceOf: own, until: now + SourceKeeper.leaseTime, at: now)
    }
  }

  /// When it begins, and once an hour.
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

  /// Tells the sources that are refreshed ahead which of their documents are wanted.
  func tellAsked(_ documents: [DocumentID]) {
    for (name, keeper) in keepers { keeper.asked(documents.filter { $0.source == name }) }
  }
}
