internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

public struct ServedSummary: Hashable, Sendable {
  public let revision: Revision
  public let version: VersionVector
  public let verification: Verification
  public let passages: Int
  /// Passages that wait for their vectors.
  public let awaitingVectors: Int
  /// Why one of them could not be embedded.
  public let embeddingFailure: String?
}
