/// The evidence for one hit. Anyone can check it: read `bytes` of the source and compare.
public struct Certificate: Hashable, Sendable {
  /// The document that holds the passage.
  public let document: DocumentID
  /// The passage's place in the source's bytes.
  public let bytes: Range<Int>
  /// The passage's lines, counted from 1.
  public let lines: LineRange
  /// The hash of the passage's text.
  public let address: ContentAddress
  /// The hash of the source's bytes when the passage was indexed.
  public let revision: Revision
  /// The version of the document that the passage belongs to.
  public let version: VersionVector
  /// Whether the source still held the passage at `asOf`.
  public let freshness: Freshness
  /// The last comparison of the document with its source.
  public let verification: Verification
  /// Age of the verification when the answer was made. The certificate doesn't cover changes in that time.
  public let ageUpperBound: Duration
  /// The space of the passage's vector.
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
