internal import FreshetCorpus

/// The numbers of objects that a garbage collection deleted or spared.
package struct CollectedGarbage: Hashable, Sendable {
  package internal(set) var versions = 0
  package internal(set) var documents = 0
  package internal(set) var passages = 0
  package internal(set) var vectors = 0
  package internal(set) var blobs = 0
  /// The total size of the deleted texts, vectors and pushed documents, in bytes.
  package internal(set) var bytes: Int64 = 0
  /// The number of unreachable passages that the collection spared because they were stored too recently.
  package internal(set) var sparedPassages = 0
  /// The total size of the database's free pages, in bytes.
  package internal(set) var freeBytes: Int64 = 0

  package init() {}
}
