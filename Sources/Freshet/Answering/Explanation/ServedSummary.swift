internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// What is served of a document.
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
  /// Why one of them could not be embedded.
  public let embeddingFailure: AdvisedText?
}
