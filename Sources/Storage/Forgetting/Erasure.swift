package import FreshetCorpus

/// The result of erasing a document: what the store deleted, and what it had to keep.
package struct Erasure: Hashable, Sendable {
  package internal(set) var document: DocumentID
  /// The position in the store's history right after the erasure.
  package internal(set) var token: SessionToken
  /// Whether the erasure wrote a removal for other replicas. False if the document had been removed before.
  package internal(set) var isRemoval = false
  package internal(set) var versions = 0
  /// The number of deleted rows about the document's state transitions and pending work.
  package internal(set) var notes = 0
  package internal(set) var freed = CollectedGarbage()
  /// The document's passages that the store keeps because other documents contain them, too.
  package internal(set) var shared: Set<ContentAddress> = []
  /// The first 10 of the other documents that contain shared passages.
  package internal(set) var sharedBy: [DocumentID] = []
  /// The number of entries in the change log that name the document. An erasure keeps these entries.
  package internal(set) var changes = 0
  /// The erased bytes: pushed texts, passages, vectors, titles, headings, fields and tags.
  package internal(set) var erased: [[UInt8]] = []
}
