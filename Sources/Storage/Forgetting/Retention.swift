package import FreshetCorpus

/// The times that determine which content that isn't served a garbage collection deletes, and which it keeps.
package struct Retention: Hashable, Sendable {
  /// A collection deletes versions that were superseded, and documents that were removed, at this time or before it.
  package let history: Timestamp
  /// A collection deletes unreachable passages that a process last stored at this time or before it.
  package let grace: Timestamp

  package init(history: Timestamp, grace: Timestamp) {
    self.history = history
    self.grace = grace
  }
}
