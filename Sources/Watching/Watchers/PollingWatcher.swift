package import FreshetCorpus

/// Watches a folder by scanning it every so often and comparing the stamps: for file systems whose changes the system
/// does not tell of, and for systems without inotify or without watches to spare.
package struct PollingWatcher: SourceWatcher {
  let directory: WatchedDirectory
  let cookies: String?
  let interval: Duration
  let heartbeat: Duration
  let why: String
  let now: @Sendable () -> Timestamp

  /// `cookies` is the absolute path of the cookie folder, made if it is missing. A cookie that appears there brings the
  /// next scan forward. `why` the folder is not watched better.
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
