/// The right to embed some passages, until it expires and another takes it over: a holder of an older one can't
/// install.
///
/// Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, section 3.2.1: one filler at a time, a late one is refused.
package struct EmbeddingLease: Hashable, Sendable {
  /// Greater than that of every lease before it.
  package let fence: Int64
  package let space: SpaceID
  /// What is to be embedded, in the order in which it was queued.
  package let texts: [AwaitedText]

  package init(fence: Int64, space: SpaceID, texts: [AwaitedText]) {
    self.fence = fence
    self.space = space
    self.texts = texts
  }
}
