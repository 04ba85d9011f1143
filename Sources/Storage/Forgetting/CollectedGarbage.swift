internal import FreshetCorpus

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
