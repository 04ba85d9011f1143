internal import FreshetCorpus

/// The numbers of objects that a garbage collection freed or spared.
package struct CollectedGarbage: Hashable, Sendable {
  package internal(set) var versions = 0
  package internal(set) var documents = 0
  package internal(set) var passages = 0
  package internal(set) var vectors = 0
  package internal(set) var blobs = 0
  /// The total size of the freed texts, vectors and pushed documents.
  package internal(set) var bytes: Int64 = 0
  /// Unreachable passages that were spared because they were kept too recently.
  package internal(set) var sparedPassages = 0
  /// The total size of the database's free pages.
  package internal(set) var freeBytes: Int64 = 0

  package init() {}
}
