public import FreshetCorpus

/// A stretch of a document in a prompt, with the evidence for it.
public struct Citation: Hashable, Sendable {
  /// The number of the mark in the prompt's text, from 1.
  public let mark: Int
  /// The document that contains the stretch.
  public let document: DocumentID
  /// The range of the document's bytes, as the source contains them.
  public let bytes: Range<Int>
  /// The lines, counted from 1.
  public let lines: LineRange
  /// The text of the stretch.
  public let text: String
  /// How the stretch compares with its source.
  public let freshness: Freshness
  /// The hits whose passages are in the stretch, best first, with their certificates.
  public let hits: [Hit]

  package init(
    mark: Int, document: DocumentID, bytes: Range<Int>, lines: LineRange, text: String,
    freshness: Freshness, hits: [Hit]
  ) {
    self.mark = mark
    self.document = document
    self.bytes = bytes
    self.lines = lines
    self.text = text
    self.freshness = freshness
    self.hits = hits
  }
}
