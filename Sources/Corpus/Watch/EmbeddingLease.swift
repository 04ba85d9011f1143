/// A lease: a process's right to embed some passages, until it expires. If another process has taken the passages over,
/// the former holder of the lease can't store its vectors.
///
/// Source: Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, section 3.2.1: one client at a time computes a
/// value, and the cache rejects a value that comes too late.
package struct EmbeddingLease: Hashable, Sendable {
  /// The lease's number, greater than that of every earlier lease. The store rejects vectors under an older number.
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
