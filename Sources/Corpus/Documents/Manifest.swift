/// One revision of a document as the index serves it: its passages' placements, and how they were made.
package struct Manifest: Hashable, Sendable {
  package let document: DocumentID
  package let revision: Revision
  package let sizeInBytes: Int
  package let format: DocumentFormat
  package let space: SpaceID
  /// The identity of the chunker and its sizes. With other sizes it splits the same bytes at other places.
  package let chunker: String
  package let title: String?
  package let metadata: [String: String]
  package let placements: [Placement]
  /// The file's stamp at the read; nil for a pushed document.
  package let stamped: StampedRevision?

  package init(
    document: DocumentID, revision: Revision, sizeInBytes: Int, format: DocumentFormat, space: SpaceID,
    chunker: String, title: String?, metadata: [String: String], placements: [Placement], stamped: StampedRevision?
  ) {
    self.document = document
    self.revision = revision
    self.sizeInBytes = sizeInBytes
    self.format = format
    self.space = space
    self.chunker = chunker
    self.title = title
    self.metadata = metadata
    self.placements = placements
    self.stamped = stamped
  }
}

extension Manifest {
  package var content: VersionContent {
    VersionContent(
      revision: revision, sizeInBytes: sizeInBytes, format: format, chunker: chunker, title: title, metadata: metadata,
      placements: placements)
  }
}
