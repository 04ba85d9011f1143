/// A passage that matches a question, with the evidence for it.
public struct Hit: Hashable, Sendable {
  /// The document that contains the passage.
  public let document: DocumentID
  /// The document's title, fields and tags, as they are in the state that the answer shows.
  public let labels: DocumentLabels
  /// How well the passage matches the question; greater is better. For a search by vector, the inner product of the two
  /// unit vectors, -1 ... 1. For a search by words, the relevance of the question's words, 0 ... 1: it follows from the
  /// BM25 scores of the passage and of the document, each as a share of the highest possible score. For both, the
  /// fusion of the two scores, -1 ... 1. The score depends on the question and on what is served, not on the other
  /// hits.
  public let score: Float
  /// What found the passage: its vector, its words, or the vector of a stand-in (the former passage at its position).
  public let via: FoundBy
  /// The passage's text, as Freshet read it from the source.
  public let text: String
  /// The headings above the passage, outermost first.
  public let headingPath: [String]
  /// The names of a table's columns, if the passage begins with rows of the table and an earlier passage has its
  /// header; else empty.
  public let columns: [String]
  /// The evidence for this hit.
  public let certificate: Certificate
  /// All concurrent versions of the document, newest first, if the certificate says `conflicted`; otherwise empty. In
  /// an answer from a snapshot of an earlier state, the versions that were concurrent then.
  public let siblings: [Sibling]
  /// The text around the passage, if the caller asked for it; see ``Expansion``. If the expansions of several hits
  /// overlap, the best of these hits stands for all of them, and its expansion lists them.
  public let expansion: ExpandedText?
  /// The evidence for other places with the same text, if the caller asked for distinct texts: fewer
  /// than ``placesShown``, in the order of documents and positions.
  public let otherPlaces: [Certificate]
  /// The number of places in the searched documents that contain this text, if the caller asked for distinct texts;
  /// otherwise 1.
  public let placeCount: Int

  /// The most places of a text, the hit's own included, for which an answer has evidence.
  public static let placesShown = 32

  package init(
    document: DocumentID, labels: DocumentLabels = .none, score: Float, via: FoundBy, text: String,
    headingPath: [String],
    columns: [String] = [], certificate: Certificate, siblings: [Sibling], expansion: ExpandedText? = nil,
    otherPlaces: [Certificate] = [], placeCount: Int = 1
  ) {
    self.document = document
    self.labels = labels
    self.score = score
    self.via = via
    self.text = text
    self.headingPath = headingPath
    self.columns = columns
    self.certificate = certificate
    self.siblings = siblings
    self.expansion = expansion
    self.otherPlaces = otherPlaces
    self.placeCount = placeCount
  }

  /// A copy with this expansion.
  package func expanded(to expansion: ExpandedText?) -> Hit {
    Hit(
      document: document, labels: labels, score: score, via: via, text: text, headingPath: headingPath,
      columns: columns,
      certificate: certificate, siblings: siblings, expansion: expansion, otherPlaces: otherPlaces,
      placeCount: placeCount)
  }
}
