internal import FreshetCorpus

/// The numbers of objects that a garbage collection deleted or spared.
package struct CollectedGarbage: Hashable, Sendable {
  package var versions = 0
  package var documents = 0
  package var passages = 0
  package var vectors = 0
  package var blobs = 0
  /// The total size of the deleted texts, vectors and pushed documents, in bytes.
  package var bytes: Int64 = 0
  /// The number of unreachable passages that the collection spared because they were stored too recently.
  package var sparedPassages = 0
  /// The total size of the database's free pages, in bytes.
  package var freeBytes: Int64 = 0

  package init() {}
}
