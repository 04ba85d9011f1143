package import FreshetCorpus

/// How long a store keeps what isn't served: what is as old as its cutoff, or older, goes.
package struct Retention: Hashable, Sendable {
  /// Of versions that were superseded, and of documents that were removed.
  package let history: Timestamp
  /// Of passages that nothing reaches, since they were kept last.
  package let grace: Timestamp

  package init(history: Timestamp, grace: Timestamp) {
    self.history = history
    self.grace = grace
  }
}
