/// What the store knows of a served document, without its passages.
package struct IndexedDocument: Hashable, Sendable {
  package let id: DocumentID
  package let revision: Revision
  package let space: SpaceID
  package let chunker: String
  package let sizeInBytes: Int
  package let stamped: StampedRevision?
  package let verified: Verification
  /// The number of concurrent versions with different content (texts, or a removal); 1 if there is no conflict.
  package let siblings: Int

  package init(
    id: DocumentID, revision: Revision, space: SpaceID, chunker: String, sizeInBytes: Int,
    stamped: StampedRevision?, verified: Verification, siblings: Int
  ) {
    self.id = id
    self.revision = revision
    self.space = space
    self.chunker = chunker
    self.sizeInBytes = sizeInBytes
    self.stamped = stamped
    self.verified = verified
    self.siblings = siblings
  }
}

extension IndexedDocument {
  /// A placeholder for a damaged row. It differs from every document that a source can contain, so the next reindexing
  /// replaces it.
  package static func damaged(_ id: DocumentID) -> IndexedDocument {
    IndexedDocument(
      id: id, revision: Revision(.zero), space: SpaceID(.zero), chunker: "", sizeInBytes: 0, stamped: nil,
      verified: Verification(method: .contentHash, at: Timestamp(nanoseconds: 0)), siblings: 1)
  }
}
