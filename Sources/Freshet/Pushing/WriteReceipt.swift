public import FreshetCorpus

/// The result of a successful write to a pushed document.
public struct WriteReceipt: Hashable, Sendable {
  /// A session token: a `session` read with it sees the write.
  public let token: SessionToken
  /// The causal context after the write: this write, and all that the writer had read before. Pass it to the writer's
  /// next write.
  public let context: CausalContext
  /// Whether there are conflicting current versions that the writer had not read.
  public let isConflicted: Bool
}
