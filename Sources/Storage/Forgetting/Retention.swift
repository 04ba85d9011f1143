package import FreshetCorpus

/// How long a store keeps content that isn't served. It forgets content that is as old as a cutoff, or older.
package struct Retention: Hashable, Sendable {
  /// The cutoff for superseded versions and removed documents.
  package let history: Timestamp
  /// The cutoff for unreachable passages, by the time when they were last kept.
  package let grace: Timestamp

  package init(history: Timestamp, grace: Timestamp) {
    self.history = history
    self.grace = grace
  }
}
