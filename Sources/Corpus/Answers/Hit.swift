/// A passage that answers a question, with its evidence.
public struct Hit: Hashable, Sendable {
  /// The document that holds the passage.
  public let document: DocumentID
  /// How well the passage matches the question. Search by vector: inner product of the two unit vectors, -1 ... 1.
  /// Search by words: BM25 as a share of the highest possible score, 0 ... 1. Both: their fusion, -1 ... 1.
  public let score: Float
  /// What found the passage: its vector, its words, or a stand-in's vector.
  public let via: FoundBy
  /// The passage's text, as the source holds it.
  public let text: String
  /// The headings above the passage, outermost first.
  public let headingPath: [String]
  /// The evidence for this hit.
  public let certificate: Certificate
  /// All concurrent versions, newest first, if the certificate says `conflicted`; else empty. In an answer from a past
  /// state: the versions that were concurrent then.
  public let siblings: [Sibling]

  package init(
    document: DocumentID, score: Float, via: FoundBy, text: String, headingPath: [String], certificate: Certificate,
    siblings: [Sibling]
  ) {
    self.document = document
    self.score = score
    self.via = via
    self.text = text
    self.headingPath = headingPath
    self.certificate = certificate
    self.siblings = siblings
  }
}
