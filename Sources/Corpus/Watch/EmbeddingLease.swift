/// The right to embed some passages until it expires. If another process has taken the passages over, the former holder
/// can't store its vectors.
///
/// Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, section 3.2.1: one client fills a value at a time, and
/// the cache refuses a late one.
package struct EmbeddingLease: Hashable, Sendable {
  /// A number greater than that of every earlier lease.
  package let fence: Int64
  package let space: SpaceID
  /// The texts to embed, in the order in which they were queued.
  package let texts: [AwaitedText]

  package init(fence: Int64, space: SpaceID, texts: [AwaitedText]) {
    self.fence = fence
    self.space = space
    self.texts = texts
  }
}
