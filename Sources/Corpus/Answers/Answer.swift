/// What a read returns: hits, what was searched to find them, and the state of the store that it speaks of.
public struct Answer: Hashable, Sendable {
  /// Best first; ties by address, then by document and place.
  public let hits: [Hit]
  /// What the search covered, and whether an absent hit proves an absent text.
  public let completeness: Completeness
  /// When the store was read.
  public let asOf: Timestamp
  /// The position in the store's history that the answer reflects.
  public let token: SessionToken
  /// The space that the question was embedded in.
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
