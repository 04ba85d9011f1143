/// The lines that a passage covers, both counted from 1 and both included.
public struct LineRange: Hashable, Sendable, Codable {
  public let first: Int
  public let last: Int

  package init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }
}

/// Where a passage stands in one revision of a document.
public struct Placement: Hashable, Sendable {
  /// The passage's place in the document's order, from 0.
  public let ordinal: Int
  /// Bytes of the source, not of the normalised text.
  public let bytes: Range<Int>
  public let lines: LineRange
  /// The headings above the passage, outermost first.
  public let headingPath: [String]
  public let address: ContentAddress

  package init(
    ordinal: Int, bytes: Range<Int>, lines: LineRange, headingPath: [String],
    address: ContentAddress
  ) {
    self.ordinal = ordinal
    self.bytes = bytes
    self.lines = lines
    self.headingPath = headingPath
    self.address = address
  }
}
