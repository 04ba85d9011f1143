/// A watcher's report of the file events that it received from the system at one time.
///
/// The report lists the places where something may have changed, but not what changed; Freshet compares these places
/// with the store.
package struct WatchBatch: Hashable, Sendable {
  /// The paths of files and folders that may have changed, appeared or vanished, relative to the source's folder.
  package var touched: Set<ExactPath> = []
  /// The paths of folders in which any entry at any depth may have changed, appeared or vanished; "" is the source's
  /// folder.
  package var scopes: Set<ExactPath> = []
  /// The cookies (empty files that mark a point in the sequence of events) whose events arrived. This report and
  /// earlier ones contain every file operation that ended before such a cookie was created.
  package var cookies: [String] = []
  /// The time up to which this report and earlier ones contain everything that happened; nil if the watcher can't
  /// determine such a time.
  package var upTo: Timestamp?
  /// How well the watcher works. Folders in `scopes`, which Freshet has yet to scan, don't affect this value.
  package var health: WatchHealth

  package init(health: WatchHealth) {
    self.health = health
  }

  package var isEmpty: Bool { touched.isEmpty && scopes.isEmpty && cookies.isEmpty }
}
