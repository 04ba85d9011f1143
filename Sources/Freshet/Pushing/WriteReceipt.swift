public import FreshetCorpus

/// The result of a write.
public struct WriteReceipt: Hashable, Sendable {
  /// A token that covers the write: a `session` read with it sees the write.
  public let token: SessionToken
  /// What the writer has read by now: its own write, and what it had read before. Pass it to the writer's next write.
  public let context: CausalContext
  /// Whether other versions, which the writer had not read, stand beside this one.
  public let isConflicted: Bool
}
