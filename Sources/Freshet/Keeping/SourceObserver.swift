internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// Watches a source's folder and delivers batches of possible changes. Uses inotify (Linux's file events), or periodic
/// scans where inotify isn't available.
struct SourceObserver: Sendable {
  static let heartbeat = Duration.seconds(1)

  let environment: CacheEnvironment
  let source: DirectorySource
  let deliver: @Sendable (WatchBatch) async throws -> Void

  /// Watches until the task is cancelled or the watch fails.
  func run() async throws {
    while true {
      let named = try environment.store.read { try $0.namedPaths(of: source.name) }
      do {
        return try await watch(source.naming(named))
      } catch is NamesChanged {
        continue
      }
    }
  }

  /// Thrown when the store's list of explicitly named paths has changed. The watch must then restart to include hidden
  /// files on that list.
  private struct NamesChanged: Error {}

  private func watch(_ source: DirectorySource) async throws {
    let settings = source.configuration
    let cookies = source.root + "/" + StoreLocation.folderName + "/cookies"
    let checked: @Sendable (WatchBatch) async throws -> Void = { [named = source.directory.named] in
      try checkNames(named)
      try await deliver($0)
    }
    if let why = fileSystemNeedsPolling(source.root) { return try await poll(source, cookies, because: why, checked) }
    while true {
      let refusal: String
      do {
        return try await InotifyWatcher(
          directory: source.directory, cookies: cookies, heartbeat: Self.heartbeat, now: environment.clock
        ).run(checked)
      } catch let error as WatchingError {
        switch error {
        case .watchRefused, .changesUntold: refusal = "\(error)"
        default: throw error
        }
      } catch let error as SystemError {
        refusal = "the system can't create another inotify watch: \(error)"
      }
      // Poll for a limited time, then try inotify again: the system may have free resources by then.
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await poll(source, cookies, because: refusal, checked) }
        group.addTask { try await Task.sleep(for: settings.reconcileEvery) }
        defer { group.cancelAll() }
        try await group.next()
      }
    }
  }

  private func checkNames(_ named: [String]) throws {
    if try environment.store.read({ try $0.namedPaths(of: source.name) }) != named { throw NamesChanged() }
  }

  private func poll(
    _ source: DirectorySource, _ cookies: String, because why: String,
    _ deliver: @escaping @Sendable (WatchBatch) async throws -> Void
  ) async throws {
    try await PollingWatcher(
      directory: source.directory, cookies: cookies, every: source.configuration.pollEvery, heartbeat: Self.heartbeat,
      why: why, now: environment.clock
    ).run(deliver)
  }
}
