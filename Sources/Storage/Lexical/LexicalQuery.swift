/// The words of a question, with the passages that contain them.
///
/// A passage has the BM25 score of the question's words (`BM25`); a word is the heavier, the rarer it is among the served
/// passages. For any passage the score is less than (k₁ + 1) · Σ weight. The relevance of a passage is its score divided
/// by this bound. So the relevance of passages is comparable between questions and between stores. A word that no passage
/// contains counts as rarer than any other.
///
/// Memory: about a byte for each passage that contains a common word, for each of these words.
package struct LexicalQuery {
  /// A passage that contains a word, with a number that its score doesn't exceed.
  struct Candidate {
    let row: Int64
    let bound: Double
  }

  /// The words that some passage contains.
  private let words: [(list: PostingList, weight: Double)]
  /// The mean number of words of a passage.
  private let meanLength: Double
  /// An upper bound of the score of any passage.
  private let bound: Double

  /// - Parameter postings: of all words of the question; nil if no passage contains any of them.
  init(_ postings: LexicalPostings?) {
    let words = (postings?.lists ?? []).map {
      (list: $0, weight: BM25.weight(holding: $0.count, of: postings?.passages ?? 0))
    }
    self.words = words.filter { $0.list.count > 0 }
    bound = BM25.gainLimit * words.reduce(0) { $0 + $1.weight }
    meanLength = Double(postings?.words ?? 0) / Double(postings?.passages ?? 0)
  }

  /// Whether no passage contains a word of the question.
  var isEmpty: Bool { words.isEmpty }

  /// The passages that contain a word of the question, in the order of their rows. Goes through all lists at the same
  /// time.
  ///
  /// - Parameter rows: the passages to search, in order; nil for all.
  func candidates(among rows: [Int64]?) -> [Candidate] {
    let saturation = BM25.saturation(length: 0, mean: meanLength)
    let once = words.map { $0.weight * BM25.gain(1, saturation) }
    var (cursors, allowed) = (words.map { PostingCursor($0.list) }, rows?[...])
    var (places, candidates) = (cursors.map(\.row), [Candidate]())
    while let row = places.min(), row < .max {
      var bound = 0.0
      for index in places.indices where places[index] == row {
        let frequency = cursors[index].frequency
        bound += frequency == 1 ? once[index] : words[index].weight * BM25.gain(Double(frequency), saturation)
        cursors[index].advance()
        places[index] = cursors[index].row
      }
      allowed = allowed?.drop { $0 < row }
      if allowed == nil || allowed?.first == row { candidates.append(Candidate(row: row, bound: bound)) }
    }
    return candidates
  }

  /// The scores of those of the given passages that contain a word of the question, by row.
  ///
  /// - Parameter passages: rows with the number of words of each passage, in the order of rows.
  func scores(of passages: [(row: Int64, length: Int)]) -> [Int64: Double] {
    let saturations = passages.map { BM25.saturation(length: Double($0.length), mean: meanLength) }
    var sums = [Double?](repeating: nil, count: passages.count)
    for (list, weight) in words {
      var cursor = PostingCursor(list)
      for index in passages.indices {
        let row = passages[index].row
        while cursor.row < row { cursor.advance() }
        guard cursor.row == row else { continue }
        sums[index] = (sums[index] ?? 0) + weight * BM25.gain(Double(cursor.frequency), saturations[index])
      }
    }
    return Dictionary(zip(passages, sums).compactMap { passage, sum in sum.map { (passage.row, $0) } }) { $1 }
  }

  /// The score `sum` of a passage divided by the highest possible score. (Only rounding can make the result 1.)
  func relevance(_ sum: Double) -> Double {
    min(sum / bound, 1)
  }
}
