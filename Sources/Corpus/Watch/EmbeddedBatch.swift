/// The result of embedding a batch of texts.
package struct EmbeddedBatch: Hashable, Sendable {
  package var vectors: [ContentAddress: UnitVector] = [:]
  /// The texts that are mostly outside the vocabulary. They share a vector with other such texts.
  package var unknown: Set<ContentAddress> = []
  /// The texts that have no vector, and why.
  package var failures: [ContentAddress: String] = [:]

  package init() {}
}
