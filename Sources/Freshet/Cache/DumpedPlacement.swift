internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// A passage that the store serves, at one of its placements in a document. `RetrievalCache.dump` returns one for each
/// placement.
public struct DumpedPlacement: Hashable, Sendable {
  /// The document that holds the passage.
  public let document: DocumentID
  /// The hash of the passage's text.
  public let address: ContentAddress
  /// The passage's text.
  public let text: String
  /// The byte range of the passage in the document's file.
  public let bytes: Range<Int>
  /// The line numbers of the passage in the document; the first line is 1.
  public let lines: LineRange
  /// The headings of the sections that contain the passage, outermost first.
  public let headingPath: [String]
  /// The version of the document that the passage belongs to.
  public let version: VersionVector
  /// The embedding space of the passage's vector.
  public let space: SpaceID
  /// How the document's stored text compares with its source: fresh, stale, missing and so on.
  public let state: Freshness
}
