internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// Facts about the version of a document that the store serves.
public struct ServedSummary: Hashable, Sendable {
  /// The hash of the bytes that were indexed.
  public let revision: Revision
  /// The version vector of the served version.
  public let version: VersionVector
  /// How and when the document was last compared with its file.
  public let verification: Verification
  /// How many passages the document has.
  public let passages: Int
  /// How many of the passages await their vectors.
  public let awaitingVectors: Int
  /// Why one of the passages could not be embedded; nil if no passage has failed.
  public let embeddingFailure: AdvisedText?
}
