package import FreshetCorpus

/// Watches a folder by scanning it at intervals and comparing the stamps: for file systems whose changes the system
/// doesn't report, and for systems without inotify or without free watches.
package struct PollingWatcher: SourceWatcher {
  let directory: WatchedDirectory
  let cookies: String?
  let interval: Duration
  let heartbeat: Duration
  let why: String
  let now: @Sendable () -> Timestamp

  /// `cookies` is the absolute path of the cookie folder, which the watcher creates if it is missing. A cookie that
  /// appears there brings the next scan forward. `why` says why the watcher polls.
  package init(
    directory: WatchedDirectory, cookies: String?, every interval: Duration, heartbeat: Duration = .seconds(1),
    why: String, now: @escaping @Sendable () -> Timestamp
  ) {
    precondition(interval > .zero && heartbeat > .zero, "every \(interval), a heartbeat of \(heartbeat)")
    self.directory = directory
    self.cookies = cookies
    self.interval = interval
    self.heartbeat = heartbeat
    self.why = why
    self.now = now
  }

  package func run(_ deliver: @escaping @Sendable (WatchBatch) async throws -> Void) async throws {
    try await drive({ PollingSession(self, $0) }, deliver)
  }
}
