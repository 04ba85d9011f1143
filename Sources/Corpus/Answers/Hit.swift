/// A passage that answers a question, with its evidence.
public struct Hit: Hashable, Sendable {
  /// The document that holds the passage.
  public let document: DocumentID
  /// Of a search by vector the inner product of the unit vectors of question and passage, -1 ... 1; by words BM25 as a
  /// share of the most that any text could score, 0 ... 1; by both their fusion, -1 ... 1.
  public let score: Float
  /// What found it: its vector, its words, or a vector that stands in for its own.
  public let via: FoundBy
  /// The passage's text, as the source holds it.
  public let text: String
  /// The headings above the passage, outermost first.
  public let headingPath: [String]
  /// The evidence for this hit.
  public let certificate: Certificate
  /// All versions that stand side by side, newest first, where the certificate says `conflicted`; else empty. In an
  /// answer of a past state those that were served side by side then.
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
