package import FreshetCorpus
internal import GRDB

/// A passage of a served document, and the results of checking its text, its position and its vector for damage.
package struct StoredPassage: Hashable, Sendable {
  package enum VectorCondition: Hashable, Sendable {
    case sound, damaged, missing
    /// The vector isn't computed yet; the passage is queued for embedding.
    case awaited
  }

  package let ordinal: Int
  /// The passage's address (the hash of its text); nil if the row contains no valid address.
  package let address: ContentAddress?
  /// The range of the document's bytes that the passage comes from.
  package let bytes: Range<Int>
  package let lines: LineRange
  package let isTextSound: Bool
  /// Whether the passage's position in the document is valid. The byte range must be nonempty and within the document,
  /// the first line must be at least 1 and not after the last line, and the headings and columns must be lists of
  /// texts.
  package let isPlaceSound: Bool
  package fileprivate(set) var vector: VectorCondition
  /// Whether the document's bytes in the range `bytes` still yield this passage's text; nil if the document's bytes
  /// weren't available.
  package let isInSource: Bool?
}

extension StoreReader {
  /// A document's passages in order, each checked for damage by the hash of its text and the checksum of its vector.
  ///
  /// - Parameter source: the document's bytes, from which the passages were cut; nil if they aren't available.
  /// - Complexity: one query; O(*b*) for *b* bytes of texts and vectors.
  package func storedPassages(of id: DocumentID, in source: [UInt8]?) throws -> [StoredPassage] {
    var passages: [StoredPassage] = []
    var vectors = VectorBatch()
    var (headings, columns) = (NamesCheck(), NamesCheck())
    try database.eachRawRow(
      """
      SELECT p.ordinal, p.start, p."end", p.first_line, p.last_line, c.address, c.text,
        v.components, v.checksum, a.address IS NOT NULL, p.headings, coalesce(r.bytes, d.bytes), p.columns
      FROM documents d JOIN placements p ON p.document = d.id JOIN chunks c ON c.id = p.chunk
      LEFT JOIN versions r ON r.id = p.version
      LEFT JOIN vectors v ON v.address = c.address AND v.space = d.space
      LEFT JOIN awaited a ON a.address = c.address AND a.space = d.space
      WHERE d.source = ? AND d.path = ? AND d.is_served ORDER BY p.ordinal
      """, [id.source, id.path]
    ) { row in
      let hasVector = !row.isNull(7) && !row.isNull(8)
      if hasVector { vectors.append(row.bytes(7), checksum: row.integer(8), of: passages.count) }
      passages.append(
        StoredPassage(
          row, in: source, hasVector ? .sound : row.integer(9) != 0 ? .awaited : .missing,
          hasNames: headings.isSound(row.bytes(10)) && (row.isNull(12) || columns.isSound(row.bytes(12)))))
    }
    for index in vectors.damaged() { passages[index].vector = .damaged }
    return passages
  }
}

/// Checks columns with lists of texts: headings, or names of a table's columns. Caches the last result, because most
/// consecutive passages have the same.
private struct NamesCheck {
  private var last: [UInt8] = []
  private var isLastSound = false

  mutating func isSound(_ text: UnsafeRawBufferPointer) -> Bool {
    if !text.elementsEqual(last) {
      last = Array(text)
      isLastSound = HeadingsColumn.value(String(decoding: text, as: UTF8.self)) != nil
    }
    return isLastSound
  }
}

extension StoredPassage {
  fileprivate init(_ row: RawRow, in source: [UInt8]?, _ vector: VectorCondition, hasNames: Bool) {
    let (start, end) = (Int(row.integer(1)), Int(row.integer(2)))
    let text = row.bytes(6)
    let bytes = start..<max(start, end)
    let address = Fingerprint(digest: row.bytes(5)).map { ContentAddress($0) }
    self.address = address
    let isTextSound = ContentAddress(Fingerprint(hashing: text)) == address
    (self.bytes, self.isTextSound, self.vector) = (bytes, isTextSound, vector)
    ordinal = Int(row.integer(0))
    lines = LineRange(first: Int(row.integer(3)), last: Int(row.integer(4)))
    isPlaceSound =
      hasNames && (0..<5).allSatisfy(row.isInteger) && ordinal >= 0 && 0 <= start && start < end
      && end <= row.integer(11) && 1 <= lines.first
      && lines.first <= lines.last && lines.last <= end
    isInSource = source?.withUnsafeBytes { source in
      guard bytes.lowerBound >= 0, bytes.upperBound <= source.count else { return false }
      let cut = UnsafeRawBufferPointer(rebasing: source[bytes])
      return isTextSound
        ? NormalizedText.isForm(text, of: cut) : ContentAddress(hashing: NormalizedText(normalizing: cut)) == address
    }
  }
}
