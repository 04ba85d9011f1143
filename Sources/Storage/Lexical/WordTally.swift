/// How often one word is in each placement and in each document, as BM25 counts with it: in units of the frequency that
/// gives half of the greatest gain, divided by k₁.
///
/// Besides the text, the headings above a placement and the labels of its document count: their words are in the
/// placement as if they stood in it, but count less, and only if the text itself doesn't contain them as often (after
/// BM25F: Robertson, Zaragoza and Taylor, "Simple BM25 Extension to Multiple Weighted Fields", CIKM 2004, with the
/// greatest of the fields in place of their sum, because a text often repeats its heading). A label's word counts in
/// addition for the document.
struct WordTally {
  /// How much a word counts in a placement if only the headings above it contain the word.
  private static let headingWeight = 0.5
  /// How much a word counts in a placement if only its document's labels contain the word.
  private static let labelWeight = 0.3
  /// How much a word of a label counts in the document, in addition to the document's text.
  private static let documentWeight = 2.0

  private(set) var placements: SparseNumbers
  private(set) var documents: SparseNumbers
  /// The number of passages of which a placement contains the word.
  var passageCount: Int { passages.touched.count }
  private var passages: SparseNumbers
  private let layout: LexicalLayout
  private let (meanLength, meanDocumentLength): (Double, Double)

  init(in layout: LexicalLayout) {
    self.layout = layout
    (meanLength, meanDocumentLength) = (layout.meanLength, layout.meanDocumentLength)
    placements = SparseNumbers(count: layout.passages.count)
    passages = SparseNumbers(count: layout.rows.count)
    documents = SparseNumbers(count: layout.documentLengths.count)
  }

  /// Counts a word with these postings.
  mutating func count(_ list: PostingList) {
    clear()
    countTexts(list)
    list.each(below: 0) { row, _ in
      switch LexicalRow(row) {
      case .headings(let row): countHeadings(row)
      case .labels(let row): countLabels(row)
      case .passage: break
      }
    }
  }

  private mutating func clear() {
    placements.clear()
    passages.clear()
    documents.clear()
  }

  private mutating func countTexts(_ list: PostingList) {
    var place = 0
    list.each { row, frequency in
      guard case .passage(let row) = LexicalRow(row), let passage = layout.number(of: row, from: place) else { return }
      let share = Double(frequency) / BM25.norm(length: Double(layout.lengths[passage]), mean: meanLength)
      passages.add(1, at: passage)
      for placement in layout.placements(of: passage) {
        placements.add(share, at: placement)
        documents.add(Double(frequency), at: layout.document(of: placement))
      }
      place = passage
    }
    // Only the sums are divided, so that the result doesn't depend on the order of passages.
    for document in documents.touched {
      let length = Double(layout.documentLengths[document])
      documents.divide(by: BM25.norm(length: length, mean: meanDocumentLength), at: document)
    }
  }

  private mutating func countHeadings(_ row: Int64) {
    guard let group = layout.headings.number(of: row) else { return }
    layout.headings.each(of: group) { placement in
      raise(placement, to: Self.headingWeight)
      documents.raise(to: Self.headingWeight, at: layout.document(of: placement))
    }
  }

  private mutating func countLabels(_ row: Int64) {
    guard let document = layout.documents.number(of: row) else { return }
    documents.add(Self.documentWeight, at: document)
    layout.documents.each(of: document) { raise($0, to: Self.labelWeight) }
  }

  private mutating func raise(_ placement: Int, to number: Double) {
    placements.raise(to: number, at: placement)
    passages.raise(to: 1, at: Int(layout.passages[placement]))
  }
}

/// Numbers by index, most of which are 0. None is negative.
struct SparseNumbers {
  private var numbers: [Double]
  /// The indices of numbers that aren't 0, in no order.
  private(set) var touched: [Int] = []

  init(count: Int) { numbers = Array(repeating: 0, count: count) }

  subscript(index: Int) -> Double { numbers[index] }

  mutating func add(_ number: Double, at index: Int) { set(numbers[index] + number, at: index) }

  mutating func raise(to number: Double, at index: Int) { set(max(numbers[index], number), at: index) }

  mutating func divide(by number: Double, at index: Int) { numbers[index] /= number }

  private mutating func set(_ number: Double, at index: Int) {
    if numbers[index] == 0, number > 0 { touched.append(index) }
    numbers[index] = number
  }

  mutating func clear() {
    for index in touched { numbers[index] = 0 }
    touched.removeAll(keepingCapacity: true)
  }
}
