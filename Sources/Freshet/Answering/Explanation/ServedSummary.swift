internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// What the store serves of a document.
public struct ServedSummary: Hashable, Sendable {
  /// The hash of the bytes that were indexed.
  public let revision: Revision
  /// The served version.
  public let version: VersionVector
  /// The last comparison with the source.
  public let verification: Verification
  /// How many passages are served.
  public let passages: Int
  /// Passages that wait for their vectors.
  public let awaitingVectors: Int
  /// Why one of the passages could not be embedded; nil if none failed.
  public let embeddingFailure: AdvisedText?
}
