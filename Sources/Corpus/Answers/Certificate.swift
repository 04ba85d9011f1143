/// The evidence for one hit. It can be falsified: with the source at hand, read `bytes` of it and compare.
public struct Certificate: Hashable, Sendable {
  public let document: DocumentID
  public let bytes: Range<Int>
  public let lines: LineRange
  public let address: ContentAddress
  public let revision: Revision
  public let version: VersionVector
  public let freshness: Freshness
  public let verification: Verification
  /// How old the verification was when the answer was made: what happened in that time is not covered.
  public let ageUpperBound: Duration
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
