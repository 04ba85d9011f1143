/// The position of a passage in one revision of a document.
public struct Placement: Hashable, Sendable {
  /// The passage's index in its document, from 0.
  public let ordinal: Int
  /// The range of the document's bytes, as the source contains them; not a range of the normalized text.
  public let bytes: Range<Int>
  /// The passage's lines, counted from 1.
  public let lines: LineRange
  /// The headings above the passage, outermost first.
  public let headingPath: [String]
  /// The names of a table's columns, if the passage begins with rows of the table and an earlier passage has its
  /// header; else empty.
  public let columns: [String]
  /// The hash of the passage's text.
  public let address: ContentAddress

  package init(
    ordinal: Int, bytes: Range<Int>, lines: LineRange, headingPath: [String], columns: [String] = [],
    address: ContentAddress
  ) {
    self.ordinal = ordinal
    self.bytes = bytes
    self.lines = lines
    self.headingPath = headingPath
    self.columns = columns
    self.address = address
  }
}

extension Placement: Codable {
  /// Decodes the JSON array `[ordinal, start, end, first line, last line, [heading, ...], address, [column, ...]]`. The
  /// last element is left out if it would be empty.
  public init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    ordinal = try list.decode(Int.self)
    let (start, end) = (try list.decode(Int.self), try list.decode(Int.self))
    let (first, last) = (try list.decode(Int.self), try list.decode(Int.self))
    guard Bounds.counts.contains(Int64(ordinal)), start >= 0, start < end, end <= Bounds.counts.upperBound, 1 <= first,
      first <= last, last <= end
    else {
      throw DecodingError.dataCorruptedError(
        in: list,
        debugDescription: "passage \(ordinal) has impossible bytes (\(start) to \(end)) or lines (\(first) to \(last))")
    }
    bytes = start..<end
    lines = LineRange(first: first, last: last)
    headingPath = try list.decode([String].self)
    address = try list.decode(ContentAddress.self)
    columns = list.isAtEnd ? [] : try list.decode([String].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for number in [ordinal, bytes.lowerBound, bytes.upperBound, lines.first, lines.last] { try list.encode(number) }
    try list.encode(headingPath)
    try list.encode(address)
    if !columns.isEmpty { try list.encode(columns) }
  }
}

extension Placement {
  /// Opaque payload, which is in no passage, has at least this number of bytes.
  package static let fewestOpaqueBytes = 64

  /// Whether the passage comes after `earlier` with no opaque payload between them.
  package func follows(_ earlier: Placement) -> Bool {
    0..<Self.fewestOpaqueBytes ~= bytes.lowerBound - earlier.bytes.upperBound
  }

  /// A copy with another ordinal.
  package func numbered(_ ordinal: Int) -> Placement {
    Placement(
      ordinal: ordinal, bytes: bytes, lines: lines, headingPath: headingPath, columns: columns, address: address)
  }
}
