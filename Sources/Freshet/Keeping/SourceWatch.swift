internal import FreshetCoherence
internal import FreshetCorpus
internal import Logging
internal import FreshetStorage

/// Watches one source, or waits while another process watches it.
struct SourceWatch: Sendable {
  private let source: DirectorySource
  private let environment: CacheEnvironment
  private let keepers: KeeperRegistry
  private let report: @Sendable (WatchEvent) -> Void

  init(
    of source: DirectorySource, in environment: CacheEnvironment, _ keepers: KeeperRegistry,
    _ report: @escaping @Sendable (WatchEvent) -> Void
  ) {
    self.source = source
    self.environment = environment
    self.keepers = keepers
    self.report = report
  }

  /// Runs until the task is cancelled, or until the store was replaced or its format upgraded. Restarts the watch after
  /// any other failure, after a pause of 1 to 30 s.
  func run() async throws {
    var pause = Duration.seconds(1)
    var last: Int64?
    while true {
      let fence = try await standBy(inPlaceOf: last)
      last = fence
      let began = ContinuousClock.now
      do {
        try await keep(WatchLease(over: source.name, in: environment.store, fence: fence))
      } catch let error as CancellationError {
        throw error
      } catch {
        report(.interrupted(source: source.name, why: "\(error)"))
        if let error = error as? StorageError, error.isFinal { throw error }
        environment.logger.warning(
          "the watch failed and will restart", metadata: ["source": "\(source.name)", "why": "\(error)"])
      }
      pause = ContinuousClock.now - began > .seconds(60) ? .seconds(1) : min(pause * 2, .seconds(30))
      try await Task.sleep(for: pause)
    }
  }

  private func keep(_ lease: WatchLease) async throws {
    let keeper = SourceKeeper(of: source, in: environment, under: lease, report: report)
    report(.began(source: source.name, policy: source.configuration.coherence.name))
    keepers.add(keeper, of: source.name)
    defer {
      keepers.remove(source: source.name)
      lease.end()
    }
    try await keeper.run()
  }

  /// Waits until this process holds the source's watch lease. Returns the lease's fence: a number that is higher for
  /// each new holder, by which the store rejects writes of earlier holders.
  private func standBy(inPlaceOf own: Int64?) async throws -> Int64 {
    var told: WatchEvent?
    while true {
      let event: WatchEvent
      do {
        if let fence = try takeWatch(inPlaceOf: own) { return fence }
        let holder = try environment.store.read { try $0.watcher(of: source.name)?.holder }
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

  private func takeWatch(inPlaceOf own: Int64?) throws -> Int64? {
    let now = environment.clock()
    return try environment.store.write { writer in
      try writer.takeWatch(
        over: source.name, holder: CacheEnvironment.holder, policy: source.configuration.coherence.name,
        inPlaceOf: own, until: now + WatchLease.duration, at: now)
    }
  }
}
