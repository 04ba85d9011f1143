/// The answer to a question: the hits, how much of the sources the search covered, and the state of the store that the
/// search used.
public struct Answer: Hashable, Sendable {
  /// The hits, best first. Hits with equal scores are in the order of address, document and position in the document.
  public let hits: [Hit]
  /// How much of the sources the search covered, and whether a missing hit proves that the text is absent.
  public let completeness: Completeness
  /// The time when Freshet read the store for this answer.
  public let asOf: Timestamp
  /// The position in the store's history that the answer reflects.
  public let token: SessionToken
  /// The embedding space of the question's vector.
  public let embedder: EmbeddingSpace

  package init(
    hits: [Hit], completeness: Completeness, asOf: Timestamp, token: SessionToken,
    embedder: EmbeddingSpace
  ) {
    self.hits = hits
    self.completeness = completeness
    self.asOf = asOf
    self.token = token
    self.embedder = embedder
  }
}
