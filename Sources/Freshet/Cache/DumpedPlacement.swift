internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// A served passage at one of its places.
public struct DumpedPlacement: Hashable, Sendable {
  /// The document that holds the passage.
  public let document: DocumentID
  /// The hash of the passage's text.
  public let address: ContentAddress
  /// The passage's text.
  public let text: String
  /// The passage's place in the source's bytes.
  public let bytes: Range<Int>
  /// The passage's lines, counted from 1.
  public let lines: LineRange
  /// The headings above the passage, outermost first.
  public let headingPath: [String]
  /// The version of the document that the passage belongs to.
  public let version: VersionVector
  /// The space of the passage's vector.
  public let space: SpaceID
  /// Whether the document is fresh, as far as the store knows.
  public let state: Freshness
}
