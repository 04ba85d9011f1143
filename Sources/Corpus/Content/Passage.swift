/// A passage as the chunker (which splits documents) returns it: its text, and its position in the document.
package struct Passage: Hashable, Sendable {
  package let bytes: Range<Int>
  package let lines: LineRange
  package let headingPath: [String]
  /// The names of the columns, if the passage begins with rows of a table whose header is in an earlier passage.
  package let columns: [String]
  package let text: NormalizedText

  package init(bytes: Range<Int>, lines: LineRange, headingPath: [String], columns: [String] = [], text: NormalizedText)
  {
    self.bytes = bytes
    self.lines = lines
    self.headingPath = headingPath
    self.columns = columns
    self.text = text
  }
}
