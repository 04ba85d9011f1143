/// The right to embed some passages, until it expires and another takes it over: whoever holds an older one can't install.
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

/// A passage without a vector.
package struct AwaitedText: Hashable, Sendable {
  package let address: ContentAddress
  package let text: NormalizedText
  /// Attempts that failed.
  package let attempts: Int

  package init(address: ContentAddress, text: NormalizedText, attempts: Int) {
    self.address = address
    self.text = text
    self.attempts = attempts
  }
}

/// What a batch of the embedder came to.
package struct EmbeddedBatch: Hashable, Sendable {
  package var vectors: [ContentAddress: UnitVector] = [:]
  /// Those whose text is mostly outside the vocabulary: they share a vector with others of their kind.
  package var unknown: Set<ContentAddress> = []
  /// Texts that have no vector, and why.
  package var failures: [ContentAddress: String] = [:]

  package init() {}
}
