/// The result of embedding a batch of texts.
package struct EmbeddedBatch: Hashable, Sendable {
  package var vectors: [ContentAddress: UnitVector] = [:]
  /// The texts that are mostly outside the embedder's vocabulary. Their vectors don't distinguish them from other such
  /// texts.
  package var unknown: Set<ContentAddress> = []
  /// For each text that couldn't be embedded, the reason.
  package var failures: [ContentAddress: String] = [:]

  package init() {}
}
