public import FreshetCorpus
internal import FreshetStorage

/// Facts about the text of a version.
public struct VersionSummary: Hashable, Sendable {
  /// The hash of the text's bytes.
  public let revision: Revision
  /// The size of the text in bytes.
  public let sizeInBytes: Int
  /// How many passages the text was split into.
  public let passages: Int
}
