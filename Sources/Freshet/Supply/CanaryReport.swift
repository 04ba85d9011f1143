/// How the embedder's vectors of the canaries compare with those that were kept.
public struct CanaryReport: Hashable, Sendable {
  /// The lowest cosine of all; 1 when they were kept just now.
  public let agreement: Double
  /// The embedder isn't the one that the index was made with: no vector of it is committed until it is again.
  public let hasDrifted: Bool
}
