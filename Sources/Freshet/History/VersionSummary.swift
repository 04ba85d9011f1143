public import FreshetCorpus
internal import FreshetStorage

/// The text of a version, without the text.
public struct VersionSummary: Hashable, Sendable {
  public let revision: Revision
  public let sizeInBytes: Int
  public let passages: Int
}
