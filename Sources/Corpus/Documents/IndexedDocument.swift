/// What the store knows of a document without its passages.
package struct IndexedDocument: Hashable, Sendable {
  package let id: DocumentID
  package let revision: Revision
  package let space: SpaceID
  package let chunker: String
  package let sizeInBytes: Int
  package let stamped: StampedRevision?
  package let verified: Verification
  /// Different texts that stand side by side, or one and a removal: 1 where nobody disagrees.
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
  /// A stand-in for a row that can't be read. It differs from every document that a source can hold.
  package static func damaged(_ id: DocumentID) -> IndexedDocument {
    IndexedDocument(
      id: id, revision: Revision(.zero), space: SpaceID(.zero), chunker: "", sizeInBytes: 0, stamped: nil,
      verified: Verification(method: .contentHash, at: Timestamp(nanoseconds: 0)), siblings: 1)
  }
}
