package import FreshetCorpus

/// What erasing a document took from the store, and what it had to leave.
package struct Erasure: Hashable, Sendable {
  package internal(set) var document: DocumentID
  /// Covers the removal.
  package internal(set) var token: SessionToken
  /// Whether anything stood, so that a removal was written for other replicas to follow.
  package internal(set) var isRemoval = false
  package internal(set) var versions = 0
  /// Rows that say what happened to the document, or is to be done for it.
  package internal(set) var notes = 0
  package internal(set) var freed = CollectedGarbage()
  /// Passages that other documents hold as well.
  package internal(set) var shared: Set<ContentAddress> = []
  /// The first of them.
  package internal(set) var sharedBy: [DocumentID] = []
  /// Entries of the change log about the document.
  package internal(set) var changes = 0
  /// The bytes that are gone: texts as they were pushed and as passages, vectors, titles, headings, fields and tags.
  package internal(set) var erased: [[UInt8]] = []
}
