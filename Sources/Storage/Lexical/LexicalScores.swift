/// The BM25 scores of a question's words in all placements and in all documents, each as a share of the most that any
/// text could have: (k₁ + 1) · Σ weight.
///
/// A word weighs the more, the fewer passages contain it, and in a document, the fewer documents do. `WordTally` says
/// how often a word is in a placement and in a document.
struct LexicalScores {
  /// The share of each placement, by its index; 0 if it contains no word of the question.
  private var placements: [Double]
  /// The share of each document, by its number.
  private var documents: [Double]
  /// The numbers of the passages that contain a word, in no order.
  private(set) var matching: [Int] = []
  /// Of how many equally rare words the question seems to consist: (Σ weight)² / Σ weight² (the effective size of a
  /// weighted sample: Kish, "Survey Sampling", 1965). Exact forms don't count, because their words do.
  private(set) var wordCount = 0.0
  /// For placements that contain exact forms: the weight of these forms as a share of all words of the question, each
  /// weight times the exactness of its form.
  private(set) var exactShares: [Int: Double] = [:]
  private let layout: LexicalLayout

  /// - Parameter words: the words of `postings`.
  /// - Complexity: O(*p* + *n*) for *p* postings, and *n* placements and documents. A posting of a heading or label
  ///   counts as often as it has placements.
  init(of postings: LexicalPostings, _ words: LexicalWords, in layout: LexicalLayout) {
    self.layout = layout
    placements = Array(repeating: 0, count: layout.passages.count)
    documents = Array(repeating: 0, count: layout.documentLengths.count)
    var (weights, plain, squares, documentWeights) = (0.0, 0.0, 0.0, 0.0)
    var (tally, isMatching) = (WordTally(in: layout), [Bool](repeating: false, count: layout.rows.count))
    for (word, (count, exactness)) in zip(words.counts.map(Double.init), words.exactness).enumerated() {
      tally.count(postings.list(word))
      let weight = BM25.weight(holding: tally.passageCount, of: layout.rows.count)
      weights += count * weight
      if exactness == 0 {
        plain += count * weight
        squares += count * weight * weight
      }
      addPlacements(tally, count * weight, exactness: exactness, &isMatching)
      documentWeights += addDocuments(tally, count)
    }
    wordCount = squares > 0 ? plain * plain / squares : 0
    exactShares = exactShares.mapValues { $0 / weights }
    for placement in placements.indices { placements[placement] /= BM25.gainLimit * weights }
    for document in documents.indices { documents[document] /= BM25.gainLimit * documentWeights }
  }

  /// The geometric mean of the shares of a placement and of its document, in 0 ... 1; 0 if the placement contains no
  /// word of the question.
  func meanShare(of placement: Int) -> Double {
    // The numbers of a damaged index may yield products that aren't positive, or aren't numbers.
    let product = placements[placement] * documents[layout.document(of: placement)]
    return product > 0 ? min(product.squareRoot(), 1) : 0
  }

  /// Adds a word's gains to the placements that contain it.
  private mutating func addPlacements(
    _ tally: WordTally, _ weight: Double, exactness: Double, _ isMatching: inout [Bool]
  ) {
    for placement in tally.placements.touched {
      placements[placement] += weight * BM25.gain(tally.placements[placement])
      if exactness > 0 { exactShares[placement, default: 0] += exactness * weight }
      let passage = Int(layout.passages[placement])
      if !isMatching[passage] { matching.append(passage) }
      isMatching[passage] = true
    }
  }

  /// Adds a word's gains to the documents that contain it. Returns the word's weight.
  ///
  /// - Parameter count: how often the word is in the question.
  private mutating func addDocuments(_ tally: WordTally, _ count: Double) -> Double {
    let weight = count * BM25.documentWeight(holding: tally.documents.touched.count, of: documents.count)
    for document in tally.documents.touched { documents[document] += weight * BM25.gain(tally.documents[document]) }
    return weight
  }
}
