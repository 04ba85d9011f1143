package import FreshetCorpus

/// Watches a folder by inotify: reports changes within milliseconds. An idle folder costs one look per heartbeat.
///
/// Level-triggered: an event only says where to look. The watcher looks once more at what the events name before it
/// reports it, so that it watches new folders, and doesn't report what the ignore rules exclude.
///
/// A mount or unmount below the root is reported as a folder below which anything may have changed.
///
/// Two changes go unnoticed until the next full scan: an edit through a hard link that was made outside the root since
/// the last check of the file, and a change, in an excluded folder, of where a link leads.
package struct InotifyWatcher: SourceWatcher {
  let directory: WatchedDirectory
  let cookies: String?
  let heartbeat: Duration
  let maximumWatches: Int?
  let now: @Sendable () -> Timestamp

  /// `cookies` is the absolute path of the cookie folder, which the watcher creates if it is missing. `maximumWatches`
  /// leaves watches for other programs, because the system's limit is for all programs of a user together.
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
