/// The result of a canary check: whether the embedder still returns the same vectors for the canaries (fixed texts
/// whose vectors are on record).
public struct CanaryReport: Hashable, Sendable {
  /// The lowest cosine between a canary's stored vector and its vector now; 1 if this check stored the vectors.
  public let agreement: Double
  /// Whether the embedder's vectors differ from those at the time when the index was made. If they do, the cache stores
  /// no vector of this embedder.
  public let hasDrifted: Bool
}
