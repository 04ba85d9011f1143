/// A watcher's report: everything that it received from the system at one time.
///
/// Level-triggered: the report names the places where something may have changed, never what happened there.
package struct WatchBatch: Hashable, Sendable {
  /// Entries that may have changed, appeared or vanished, relative to the root.
  package var touched: Set<ExactPath> = []
  /// Folders, "" for the root, in which any entry at any depth may have changed, appeared or vanished.
  package var scopes: Set<ExactPath> = []
  /// Cookie files whose events arrived. This batch and earlier ones name every operation that ended before such a
  /// cookie was written.
  package var cookies: [String] = []
  /// This batch and earlier ones name everything that happened up to this moment; nil if the watcher can't tell.
  package var upTo: Timestamp?
  /// How well the watcher works. It counts folders that it has yet to scan again as watched.
  package var health: WatchHealth

  package init(health: WatchHealth) {
    self.health = health
  }

  package var isEmpty: Bool { touched.isEmpty && scopes.isEmpty && cookies.isEmpty }
}
