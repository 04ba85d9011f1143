package import FreshetCorpus

/// Watches a folder by scanning it at intervals and comparing file stamps (polling). It serves for file systems that
/// don't report changes, and for systems without inotify or without free inotify watches.
package struct PollingWatcher: SourceWatcher {
  let directory: WatchedDirectory
  let cookies: String?
  let interval: Duration
  let heartbeat: Duration
  let why: String
  let now: @Sendable () -> Timestamp

  /// Makes a watcher.
  ///
  /// - Parameters:
  ///   - directory: the directory to watch.
  ///   - cookies: the absolute path of the cookie folder, where callers create marker files; the watcher creates the
  ///     folder if it is missing. A new cookie causes a scan at once. Nil for none.
  ///   - interval: the time between the end of one scan and the beginning of the next.
  ///   - heartbeat: the maximum time between two batches.
  ///   - why: why the watcher polls, as a clause for status messages.
  ///   - now: returns the current time.
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
