/// The result of a batch of the embedder.
package struct EmbeddedBatch: Hashable, Sendable {
  package var vectors: [ContentAddress: UnitVector] = [:]
  /// Those whose text is mostly outside the vocabulary: they share a vector with others of their kind.
  package var unknown: Set<ContentAddress> = []
  /// Texts that have no vector, and why.
  package var failures: [ContentAddress: String] = [:]

  package init() {}
}
