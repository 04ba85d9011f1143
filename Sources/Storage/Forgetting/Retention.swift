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

/// What a garbage collection took away, and what it left for later.
package struct CollectedGarbage: Hashable, Sendable {
  package internal(set) var versions = 0
  package internal(set) var documents = 0
  package internal(set) var passages = 0
  package internal(set) var vectors = 0
  package internal(set) var blobs = 0
  /// Of the texts, vectors and blobs.
  package internal(set) var bytes: Int64 = 0
  /// Passages that nothing reaches, and that were kept too lately to go.
  package internal(set) var sparedPassages = 0
  /// Of pages of the database that hold nothing any more.
  package internal(set) var freeBytes: Int64 = 0

  package init() {}
}
