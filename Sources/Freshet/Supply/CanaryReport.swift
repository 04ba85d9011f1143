/// How the embedder's vectors of the canaries compare with the stored ones.
public struct CanaryReport: Hashable, Sendable {
  /// The lowest cosine of all canaries; 1 if this check stored them.
  public let agreement: Double
  /// Whether the embedder gives other vectors than when the index was made. While it does, the cache commits none of
  /// them.
  public let hasDrifted: Bool
}
