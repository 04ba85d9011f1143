package import FreshetCorpus

/// How long a store keeps content that isn't served. A garbage collection deletes what is as old as the following
/// cutoffs, or older.
package struct Retention: Hashable, Sendable {
  /// The cutoff for superseded versions and removed documents, by the time when they were superseded or removed.
  package let history: Timestamp
  /// The cutoff for unreachable passages, by the time when a process last stored them.
  package let grace: Timestamp

  package init(history: Timestamp, grace: Timestamp) {
    self.history = history
    self.grace = grace
  }
}
