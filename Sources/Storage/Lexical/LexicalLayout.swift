/// How many words each served passage has, and which documents and headings contain it, in one state of the store.
///
/// A document has the words of its placements, so no index has its text a second time: if an edit changes one passage
/// of a large document, only that passage is indexed. A passage that a document contains twice counts twice.
///
/// Memory: 16 bytes a passage, 20 a placement, 12 a document and 4 for each distinct list of headings, besides two
/// dictionaries.
struct LexicalLayout: Sendable {
  /// The row of each passage, ascending. A passage's position in this list is its number.
  private(set) var rows: [Int64] = []
  /// The number of words of each passage.
  private(set) var lengths: [Int] = []
  /// The number of words of each document. A document's number is that of its group in `documents`.
  private(set) var documentLengths: [Int] = []
  /// The placements by document.
  private(set) var documents = PlacementGroups()
  /// The placements by the headings above them.
  private(set) var headings = PlacementGroups()
  /// The number of each placement's passage. Placements are in the order of passages.
  private(set) var passages: [Int32] = []
  /// The placements of passage `n` are `starts[n] ..< starts[n + 1]`.
  private var starts = [0]

  /// The mean number of words of a passage; not a number if there are no passages.
  var meanLength: Double { Double(lengths.reduce(0, +)) / Double(lengths.count) }
  /// The mean number of words of a document; not a number if there are no documents.
  var meanDocumentLength: Double { Double(documentLengths.reduce(0, +)) / Double(documentLengths.count) }

  /// Adds a passage, whose row is greater than those of all others.
  ///
  /// - Parameter placements: for each placement the rows of its document and of the headings above it, if any.
  mutating func append(
    _ row: Int64, length: Int, in placements: [(document: Int64, headings: Int64?)]
  ) {
    for placement in placements {
      passages.append(Int32(rows.count))
      documents.append(to: placement.document)
      headings.append(to: placement.headings)
      if documents.count > documentLengths.count { documentLengths.append(0) }
      documentLengths[document(of: passages.count - 1)] += length
    }
    rows.append(row)
    lengths.append(length)
    starts.append(passages.count)
  }

  /// The indices of a passage's placements.
  func placements(of passage: Int) -> Range<Int> { starts[passage]..<starts[passage + 1] }

  /// The number of the document that contains a placement.
  func document(of placement: Int) -> Int { Int(documents.owners[placement]) }

  /// Whether each document, by its number, is one of those with these rows.
  func isAmong(_ documents: [Int64]) -> [Bool] {
    var isAmong = [Bool](repeating: false, count: documentLengths.count)
    for row in documents { if let number = self.documents.number(of: row) { isAmong[number] = true } }
    return isAmong
  }

  /// The number of the passage with a row; nil if there is none.
  ///
  /// - Parameter start: a number that isn't greater than the passage's.
  /// - Complexity: O(log *n*) for a passage *n* places after `start`.
  func number(of row: Int64, from start: Int = 0) -> Int? {
    var (low, step) = (start, 1)
    while low + step < rows.count, rows[low + step] <= row {
      low += step
      step *= 2
    }
    var high = min(low + step, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low] == row ? low : nil
  }
}
