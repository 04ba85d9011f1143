/// The BM25 scores of a question's words in all passages and in all documents, each as a share of the most that any
/// text could have: (k₁ + 1) · Σ weight.
///
/// A word is in a document as often as in its passages, and weighs the more there, the fewer documents contain it. So
/// both scores follow from the same posting lists.
struct LexicalScores {
  /// The share of each passage, by its number; 0 if it contains no word of the question.
  private(set) var passages: [Double]
  /// The share of each document, by its number.
  private(set) var documents: [Double]
  /// The numbers of the passages that contain a word, in no order.
  private(set) var matching: [Int] = []
  /// Of how many equally rare words the question seems to consist: (Σ weight)² / Σ weight² (the effective size of a
  /// weighted sample: Kish, "Survey Sampling", 1965). Exact forms don't count, because their words do.
  private(set) var wordCount = 0.0
  /// For passages that contain exact forms: the weight of these forms as a share of all words of the question, each
  /// weight times the exactness of its form.
  private(set) var exactShares: [Int: Double] = [:]

  private let layout: LexicalLayout
  private let (meanLength, meanDocumentLength): (Double, Double)
  private var frequencies: DocumentFrequencies

  /// - Parameters:
  ///   - words: the words of `postings`.
  /// - Complexity: O(*p* + *n*) for *p* postings, and *n* passages and documents.
  init(of postings: LexicalPostings, _ words: LexicalWords, in layout: LexicalLayout) {
    self.layout = layout
    passages = Array(repeating: 0, count: layout.rows.count)
    documents = Array(repeating: 0, count: layout.documentLengths.count)
    frequencies = DocumentFrequencies(count: documents.count)
    meanLength = Double(postings.words) / Double(postings.passages)
    meanDocumentLength = layout.meanDocumentLength
    var (weights, plain, squares, documentWeights) = (0.0, 0.0, 0.0, 0.0)
    for (list, (count, exactness)) in zip(postings.lists, zip(words.counts.map(Double.init), words.exactness)) {
      let weight = BM25.weight(holding: list.count, of: postings.passages)
      weights += count * weight
      if exactness == 0 {
        plain += count * weight
        squares += count * weight * weight
      }
      addPassages(list, count * weight, exactness: exactness)
      documentWeights += addDocuments(count)
    }
    wordCount = squares > 0 ? plain * plain / squares : 0
    exactShares = exactShares.mapValues { $0 / weights }
    for passage in matching { passages[passage] /= BM25.gainLimit * weights }
    for document in documents.indices { documents[document] /= BM25.gainLimit * documentWeights }
  }

  /// The geometric mean of a passage's share and of the greatest share of a document that contains it, at most 1; nil
  /// if the passage contains no word of the question, or no searched document contains the passage.
  ///
  /// - Parameter isSearched: whether each document is searched, by its number; nil if all are.
  func meanShare(of passage: Int, _ isSearched: [Bool]?) -> Double? {
    var greatest = 0.0
    for index in layout.placements(of: passage) {
      let document = Int(layout.owners[index])
      if isSearched?[document] ?? true { greatest = max(greatest, documents[document]) }
    }
    // The numbers of a damaged index may yield products that aren't positive, or aren't numbers.
    let product = passages[passage] * greatest
    return product > 0 ? min(product.squareRoot(), 1) : nil
  }

  /// Adds a word's gains to the passages, and its frequencies to `frequencies`.
  private mutating func addPassages(_ list: PostingList, _ weight: Double, exactness: Double) {
    var (cursor, place) = (PostingCursor(list), 0)
    while cursor.row < .max {
      if let passage = layout.number(of: cursor.row, from: place) {
        let saturation = BM25.saturation(length: Double(layout.lengths[passage]), mean: meanLength)
        if passages[passage] == 0 { matching.append(passage) }
        passages[passage] += weight * BM25.gain(Double(cursor.frequency), saturation)
        if exactness > 0 { exactShares[passage, default: 0] += exactness * weight }
        for index in layout.placements(of: passage) {
          frequencies.add(cursor.frequency, to: Int(layout.owners[index]))
        }
        place = passage
      }
      cursor.advance()
    }
  }

  /// Adds the gains of the word in `frequencies` to the documents, and clears `frequencies`. Returns the word's weight.
  ///
  /// - Parameter count: how often the word is in the question.
  private mutating func addDocuments(_ count: Double) -> Double {
    let weight = count * BM25.documentWeight(holding: frequencies.touched.count, of: documents.count)
    for document in frequencies.touched {
      let length = Double(layout.documentLengths[document])
      let saturation = BM25.saturation(length: length, mean: meanDocumentLength)
      documents[document] += weight * BM25.gain(Double(frequencies[document]), saturation)
    }
    frequencies.clear()
    return weight
  }
}

/// How often one word is in each document.
private struct DocumentFrequencies {
  private var frequencies: [Int]
  /// The documents that contain the word, in no order.
  private(set) var touched: [Int] = []

  init(count: Int) { frequencies = Array(repeating: 0, count: count) }

  subscript(document: Int) -> Int { frequencies[document] }

  mutating func add(_ frequency: Int, to document: Int) {
    if frequencies[document] == 0 { touched.append(document) }
    frequencies[document] += frequency
  }

  mutating func clear() {
    for document in touched { frequencies[document] = 0 }
    touched.removeAll(keepingCapacity: true)
  }
}
