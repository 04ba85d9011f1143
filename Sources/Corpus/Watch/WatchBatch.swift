/// What a watcher reports: everything that it took from the system at one time.
///
/// Level-triggered: it names where to look, never what happened there.
package struct WatchBatch: Hashable, Sendable {
  /// Entries that may have changed, come or gone, relative to the root.
  package var touched: Set<ExactPath> = []
  /// Folders, "" for the root, below which anything may have changed, come or gone, at any depth.
  package var scopes: Set<ExactPath> = []
  /// Cookie files that came through the queue. Every operation that ended before one was written is named in this batch or
  /// an earlier one.
  package var cookies: [String] = []
  /// Everything that happened up to this moment is named in this batch or an earlier one; nil while the watcher can't say.
  package var upTo: Timestamp?
  /// As the watcher sees it: what it still has to look at anew counts as being watched already.
  package var health: WatchHealth

  package init(health: WatchHealth) {
    self.health = health
  }

  package var isEmpty: Bool { touched.isEmpty && scopes.isEmpty && cookies.isEmpty }
}
