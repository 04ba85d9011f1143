/// How many words each served passage has, and which documents contain it, in one state of the store.
///
/// A document has the words of its placements, so no index has its text a second time: if an edit changes one passage
/// of a large document, only that passage is indexed. A passage that a document contains twice counts twice.
///
/// Memory: 16 bytes a passage, 4 a placement and 16 a document, besides a dictionary of the documents.
struct LexicalLayout: Sendable {
  /// The row of each passage, ascending. A passage's position in this list is its number.
  private(set) var rows: [Int64] = []
  /// The number of words of each passage.
  private(set) var lengths: [Int] = []
  /// The number of words of each document. A document's position in this list is its number.
  private(set) var documentLengths: [Int] = []
  /// The placements of passage `n` are `starts[n] ..< starts[n + 1]`.
  private var starts = [0]
  /// The number of the document of each placement, in the order of passages.
  private(set) var owners: [Int32] = []
  private var numbers: [Int64: Int32] = [:]

  /// The mean number of words of a document; not a number if there are no documents.
  var meanDocumentLength: Double { Double(documentLengths.reduce(0, +)) / Double(documentLengths.count) }

  /// Adds a passage, whose row is greater than those of all others.
  ///
  /// - Parameter documents: the rows of the documents that contain the passage, one for each placement.
  mutating func append(_ row: Int64, length: Int, in documents: some Sequence<Int64>) {
    rows.append(row)
    lengths.append(length)
    for document in documents {
      let number = number(ofNewOrKnown: document)
      documentLengths[Int(number)] += length
      owners.append(number)
    }
    starts.append(owners.count)
  }

  private mutating func number(ofNewOrKnown document: Int64) -> Int32 {
    if let known = numbers[document] { return known }
    let number = Int32(documentLengths.count)
    numbers[document] = number
    documentLengths.append(0)
    return number
  }

  /// The indices in `owners` of the documents that contain a passage, one for each placement.
  func placements(of passage: Int) -> Range<Int> { starts[passage]..<starts[passage + 1] }

  /// Whether each document, by its number, is one of those with these rows.
  func isAmong(_ documents: [Int64]) -> [Bool] {
    var isAmong = [Bool](repeating: false, count: documentLengths.count)
    for document in documents { if let number = numbers[document] { isAmong[Int(number)] = true } }
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
