package import Corpus

/// Watches a folder by inotify: changes are told within milliseconds, and an idle folder costs one look a heartbeat.
///
/// Level-triggered: an event only says where to look. What the events name is looked at once more before it is told, so
/// that folders that came are watched, and what the ignore rules exclude is not told.
///
/// What is mounted or unmounted below the root is told as a folder below which anything may have changed.
///
/// Not noticed before the next whole scan: an edit by a hard link that was made outside the root since the file was looked at
/// last, and a change in a folder that the rules exclude of where a link leads.
package struct InotifyWatcher: SourceWatcher {
  let directory: WatchedDirectory
  let cookies: String?
  let heartbeat: Duration
  let maximumWatches: Int?
  let now: @Sendable () -> Timestamp

  /// `cookies` is the absolute path of the cookie folder, made if it is missing. `maximumWatches` leaves watches for
  /// others: their number is a limit for all programs of a user together.
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
