/// A passage as the chunker (which splits documents) returns it: its text, and its position in the document.
package struct Passage: Hashable, Sendable {
  package let bytes: Range<Int>
  package let lines: LineRange
  package let headingPath: [String]
  package let text: NormalizedText

  package init(bytes: Range<Int>, lines: LineRange, headingPath: [String], text: NormalizedText) {
    self.bytes = bytes
    self.lines = lines
    self.headingPath = headingPath
    self.text = text
  }
}
