package import FreshetCorpus

/// Watches a folder with inotify, and reports changes within milliseconds. An idle folder costs one check of the root
/// per heartbeat.
///
/// The watcher is level-triggered: an event only says which path to examine. The watcher scans the paths of the events
/// before it reports them. So it sets watches on new folders, and doesn't report files that the ignore rules exclude.
///
/// If a file system is mounted or unmounted below the root, the watcher reports the mount point as a folder below which
/// anything may have changed.
///
/// Two kinds of change go unnoticed until the next full scan: an edit through a hard link outside the root, if that
/// link was made after the file was last examined; and a change inside an excluded folder that gives a link another
/// target.
package struct InotifyWatcher: SourceWatcher {
  let directory: WatchedDirectory
  let cookies: String?
  let heartbeat: Duration
  let maximumWatches: Int?
  let now: @Sendable () -> Timestamp

  /// Makes a watcher.
  ///
  /// - Parameters:
  ///   - directory: the directory to watch.
  ///   - cookies: the absolute path of the cookie folder, where callers create marker files; the watcher creates the
  ///     folder if it is missing. Nil for none.
  ///   - heartbeat: the maximum time between two batches.
  ///   - maximumWatches: the maximum number of watches to set, so that some of the user's limit is left for other
  ///     programs. Nil for no maximum.
  ///   - now: returns the current time.
  package init(
    directory: WatchedDirectory, cookies: String?, heartbeat: Duration = .seconds(1), maximumWatches: Int? = nil,
    now: @escaping @Sendable () -> Timestamp
  ) {
    precondition(heartbeat > .zero, "a heartbeat of \(heartbeat)")
    self.directory = directory
    self.cookies = cookies
    self.heartbeat = heartbeat
    self.maximumWatches = maximumWatches
    self.now = now
  }

  package func run(_ deliver: @escaping @Sendable (WatchBatch) async throws -> Void) async throws {
    try await drive({ InotifySession(self, $0) }, deliver)
  }
}
