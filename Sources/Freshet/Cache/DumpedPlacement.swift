internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// One place of a passage as it is served.
public struct DumpedPlacement: Hashable, Sendable {
  public let document: DocumentID
  public let address: ContentAddress
  public let text: String
  public let bytes: Range<Int>
  public let lines: LineRange
  public let headingPath: [String]
  public let version: VersionVector
  public let space: SpaceID
  public let state: Freshness
}
