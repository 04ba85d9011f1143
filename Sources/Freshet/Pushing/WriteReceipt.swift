public import FreshetCorpus

/// What a write did.
public struct WriteReceipt: Hashable, Sendable {
  /// Covers the write.
  public let token: SessionToken
  /// What the writer has read by now: its own write, and what it had read before. To be written back with.
  public let context: CausalContext
  /// Other versions stand beside this one, which its writer had not read.
  public let isConflicted: Bool
}
