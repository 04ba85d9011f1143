/// A passage as the chunker cut it: its text, and where the text stands in the document.
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

/// A document parted into passages, in the order of its bytes.
package struct PartedDocument: Hashable, Sendable {
  /// The first heading of level 1, or the front matter's `title`.
  package let title: String?
  /// The front matter's top-level scalar fields.
  package let metadata: [String: String]
  package let passages: [Passage]

  package init(title: String?, metadata: [String: String], passages: [Passage]) {
    self.title = title
    self.metadata = metadata
    self.passages = passages
  }
}
