/// The evidence for one hit: which bytes of which revision of a document contain the passage. Anyone who has the source
/// can check the evidence: read `bytes` of the document and compare them with the hit's text.
public struct Certificate: Hashable, Sendable {
  /// The document that contains the passage.
  public let document: DocumentID
  /// The range of the document's bytes, as the source contains them, that the passage comes from.
  public let bytes: Range<Int>
  /// The passage's lines, counted from 1.
  public let lines: LineRange
  /// The hash of the passage's text.
  public let address: ContentAddress
  /// The hash of the document's bytes when Freshet indexed the passage.
  public let revision: Revision
  /// The version vector of the document's version that contains the passage.
  public let version: VersionVector
  /// Whether the source still contained the passage when the answer was made.
  public let freshness: Freshness
  /// The last comparison of the document with its source.
  public let verification: Verification
  /// The age of the verification when the answer was made. Changes of the source in that time may have gone unnoticed.
  public let ageUpperBound: Duration
  /// The embedding space of the passage's vector.
  public let space: SpaceID

  package init(
    document: DocumentID, placement: Placement, revision: Revision, version: VersionVector,
    freshness: Freshness, verification: Verification, asOf: Timestamp, space: SpaceID
  ) {
    self.document = document
    bytes = placement.bytes
    lines = placement.lines
    address = placement.address
    self.revision = revision
    self.version = version
    self.freshness = freshness
    self.verification = verification
    ageUpperBound = max(.zero, asOf.duration(since: verification.at))
    self.space = space
  }
}
