/// The text around a hit: a stretch of the same revision of the same document, with the evidence for it.
public struct ExpandedText: Hashable, Sendable {
  /// The text from the first to the last passage, in the normal form of a passage's text.
  public let text: String
  /// The range of the document's bytes, as the source contains them.
  public let bytes: Range<Int>
  /// The lines, counted from 1.
  public let lines: LineRange
  /// The names of the columns, if the text begins with rows of a table whose header is above it; else empty.
  public let columns: [String]
  /// Whether `text` consists of the stored passages, separated by blank lines, because Freshet couldn't read the
  /// revision's own bytes. The white space between passages may then differ from the source's.
  public let isJoined: Bool
  /// How the text compares with its source. If Freshet read the source's bytes for this text, and they are those of the
  /// hit's revision, the text is fresh.
  public let freshness: Freshness
  /// The hits whose passages are in this text, best first, without expansions of their own. The first is the hit that
  /// has this expansion.
  public let passages: [Hit]

  package init(
    text: String, bytes: Range<Int>, lines: LineRange, columns: [String] = [], isJoined: Bool, freshness: Freshness,
    passages: [Hit]
  ) {
    self.text = text
    self.bytes = bytes
    self.lines = lines
    self.columns = columns
    self.isJoined = isJoined
    self.freshness = freshness
    self.passages = passages
  }
}
