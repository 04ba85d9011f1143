/// A description of one revision of a document as the index serves it: the positions of its passages, and the settings
/// with which Freshet indexed it.
package struct Manifest: Hashable, Sendable {
  package let document: DocumentID
  package let revision: Revision
  package let sizeInBytes: Int
  package let format: DocumentFormat
  package let space: SpaceID
  /// The name and the sizes of the chunker, which splits documents into passages. With other sizes it splits the same
  /// bytes at other positions.
  package let chunker: String
  package let title: String?
  package let metadata: [String: String]
  package let placements: [Placement]
  /// How many bytes of the text are opaque payload, such as an image in Base64, and so in no passage.
  package let opaqueBytes: Int
  /// The file's revision, and the file's stamp (size, times, device and inode) when Freshet read the file; nil for a
  /// pushed document.
  package let stamped: StampedRevision?

  package init(
    document: DocumentID, revision: Revision, sizeInBytes: Int, format: DocumentFormat, space: SpaceID,
    chunker: String, title: String?, metadata: [String: String], placements: [Placement],
    opaqueBytes: Int = 0, stamped: StampedRevision?
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
    self.opaqueBytes = opaqueBytes
    self.stamped = stamped
  }
}

extension Manifest {
  package var content: VersionContent {
    VersionContent(
      revision: revision, sizeInBytes: sizeInBytes, format: format, chunker: chunker, title: title, metadata: metadata,
      placements: placements, opaqueBytes: opaqueBytes)
  }
}
