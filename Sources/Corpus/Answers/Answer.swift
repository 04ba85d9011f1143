/// The result of a read: hits, what the search covered, and the state of the store that the search used.
public struct Answer: Hashable, Sendable {
  /// The hits, best first; equal scores in the order of address, document and place.
  public let hits: [Hit]
  /// What the search covered, and whether an absent hit proves an absent text.
  public let completeness: Completeness
  /// When Freshet read the store.
  public let asOf: Timestamp
  /// The position in the store's history that the answer reflects.
  public let token: SessionToken
  /// The space of the question's vector.
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
