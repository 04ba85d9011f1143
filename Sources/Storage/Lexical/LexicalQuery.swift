internal import Foundation

/// The words of a question, with the relevance of each passage that contains any of them.
///
/// The relevance says by which share a passage's words close the distance between question and passage (`Fusion`):
///
///     relevance = 1 − (1 − √(passage · document))^(max(1, √(words / 4)) · (1 + 8 · exact))
///
/// `passage` and `document` are the BM25 scores of the passage and of a document that contains it, each as a share of
/// the most that any text could have (`LexicalScores`). Their geometric mean is great only if both are: a long document
/// contains many words by chance, and a passage of a conversation leaves out what its neighbours say. If several of the
/// searched documents contain the passage, the one with the greatest score counts.
///
/// A share is a mean over the words of the question, and a mean over more words is less likely to be great by chance:
/// by the square root of their number. Up to four words, counted by `LexicalScores.wordCount`, a question's relevance
/// is the mean itself.
///
/// `exact` is the share of the question that the passage contains exactly as it is written, if that matters: versions,
/// codes, texts in quotes (`ExactForms`). So the exact form comes first, before passages with the same parts in another
/// order. It is 0 for questions without such forms.
///
/// The relevance depends on the question and on the served documents, not on other results, and increases with both
/// shares. A word counts as often as it is in the question. A word that no passage contains counts as rarer than any
/// other.
package struct LexicalQuery {
  /// A passage that contains a word of the question.
  typealias Match = (row: Int64, relevance: Double)

  /// Nil if no passage contains a word of the question.
  private let scores: LexicalScores?
  private let layout: LexicalLayout
  private let exponent: Double

  /// The number of words up to which a question's relevance is the mean over its words.
  private static let fewestWords = 4.0
  /// How much exact forms raise the exponent. With 8, a passage with the code that half of the question consists of
  /// closes 1 − 0.5⁵ = 97 % of the distance if its share is a half.
  private static let gainOfExactness = 8.0

  /// - Parameters:
  ///   - postings: of all words of the question; nil if no passage contains any of them.
  ///   - words: the words of the question.
  init(_ postings: LexicalPostings?, _ words: LexicalWords, in layout: LexicalLayout) {
    scores = postings.map { LexicalScores(of: $0, words, in: layout) }
    exponent = max(1, ((scores?.wordCount ?? 0) / Self.fewestWords).squareRoot())
    self.layout = layout
  }

  /// No passage contains a word of the question.
  static let empty = LexicalQuery(nil, LexicalWords(of: ""), in: LexicalLayout())

  /// Whether no passage contains a word of the question.
  var isEmpty: Bool { scores?.matching.isEmpty ?? true }

  /// The rows of the passages that contain a word of the question, each with its relevance, in no order.
  ///
  /// - Parameter documents: the rows of the documents to search; nil for all.
  func matches(among documents: [Int64]?) -> [Match] {
    guard let scores else { return [] }
    let isSearched = documents.map(layout.isAmong)
    return scores.matching.compactMap { passage in
      relevance(of: passage, scores, isSearched).map { Match(layout.rows[passage], $0) }
    }
  }

  /// The relevance of the passages in these rows that contain a word of the question, by row.
  func relevances(of rows: some Sequence<Int64>, among documents: [Int64]?) -> [Int64: Double] {
    guard let scores else { return [:] }
    let isSearched = documents.map(layout.isAmong)
    var relevances: [Int64: Double] = [:]
    for row in rows {
      guard let passage = layout.number(of: row) else { continue }
      relevances[row] = relevance(of: passage, scores, isSearched)
    }
    return relevances
  }

  /// The greatest relevance of a passage's placements in searched documents; nil if none contains a word of the
  /// question.
  ///
  /// - Parameter isSearched: whether each document is searched, by its number; nil if all are.
  private func relevance(of passage: Int, _ scores: LexicalScores, _ isSearched: [Bool]?) -> Double? {
    var greatest = 0.0
    for placement in layout.placements(of: passage) where isSearched?[layout.document(of: placement)] ?? true {
      let exponent = exponent * (1 + Self.gainOfExactness * (scores.exactShares[placement] ?? 0))
      let share = scores.meanShare(of: placement)
      greatest = max(greatest, exponent == 1 ? share : 1 - pow(1 - share, exponent))
    }
    return greatest > 0 ? greatest : nil
  }
}
