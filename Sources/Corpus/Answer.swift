/// A passage that answers a question, with its evidence.
public struct Hit: Hashable, Sendable {
  public let document: DocumentID
  /// The inner product of the unit vectors of question and passage: -1 ... 1.
  public let score: Float
  public let text: String
  public let headingPath: [String]
  public let certificate: Certificate

  package init(
    document: DocumentID, score: Float, text: String, headingPath: [String], certificate: Certificate
  ) {
    self.document = document
    self.score = score
    self.text = text
    self.headingPath = headingPath
    self.certificate = certificate
  }
}

/// What a read returns: hits, what was searched to find them, and the state of the store that it speaks of.
public struct Answer: Hashable, Sendable {
  /// Best first; ties by address, then by document and place.
  public let hits: [Hit]
  public let completeness: Completeness
  /// When the store was read.
  public let asOf: Timestamp
  /// The position in the store's history that the answer reflects.
  public let token: SessionToken
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

/// What a read asks for. Two levels now; bounded, session and barrier need a watcher.
public enum Consistency: String, Hashable, Sendable, CaseIterable {
  /// What the index holds now, with the evidence.
  case any
  /// Every change made before the call is indexed first, and every hit is compared with the source's bytes.
  case strict
}
