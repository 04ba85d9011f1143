package import FreshetCorpus

/// The result of erasing a document: what the store removed, and what it had to leave.
package struct Erasure: Hashable, Sendable {
  package internal(set) var document: DocumentID
  /// A position in the history that includes the removal.
  package internal(set) var token: SessionToken
  /// Whether the document had standing content, so that the store wrote a removal for other replicas.
  package internal(set) var isRemoval = false
  package internal(set) var versions = 0
  /// The number of removed rows about the document's history or pending work.
  package internal(set) var notes = 0
  package internal(set) var freed = CollectedGarbage()
  /// Passages that stay because other documents hold them, too.
  package internal(set) var shared: Set<ContentAddress> = []
  /// The first of the documents that hold shared passages.
  package internal(set) var sharedBy: [DocumentID] = []
  /// The number of entries about the document in the change log.
  package internal(set) var changes = 0
  /// The erased bytes: pushed texts, passages, vectors, titles, headings, fields and tags.
  package internal(set) var erased: [[UInt8]] = []
}
