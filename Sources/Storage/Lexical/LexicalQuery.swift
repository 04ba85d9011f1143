internal import Foundation

/// The words of a question. The weight of each word depends on how rare the word is among the store's passages.
///
/// SQLite's FTS5 gives a passage the BM25 score Σ idf(word) · f·(k₁ + 1) / (f + k₁·(1 − b + b·length/mean)), summed
/// over the question's words, where f is the number of occurrences of the word in the passage. For any passage this is
/// less than (k₁ + 1) · Σ idf. The relevance of a passage is its score divided by this bound. So the relevance of
/// passages is comparable between questions and between stores. A word that no passage contains counts as rarer than
/// any other.
package struct LexicalQuery {
  /// The constant k₁ of FTS5's BM25, which can't be changed.
  private static let saturation = 1.2
  /// The search for candidates may ignore words whose weights together are at most this share of the weight of all of
  /// the question's words that occur in the store.
  private static let negligibleShare = 0.05

  /// The FTS5 query for passages with any of the question's words; nil if the question has no words. A passage's score
  /// is the sum over all these words.
  let pattern: String?
  /// The FTS5 query that finds candidates. It omits the commonest words, each of which half of all passages may
  /// contain. The weights of the omitted words add up to at most `negligibleShare` of the weight of all words (after
  /// Turtle and Flood, "Query evaluation: strategies and optimizations", 1995). Nil if no passage contains a word of
  /// the question.
  let searched: String?
  /// An upper bound of the BM25 score of any passage.
  private let bound: Double

  /// Computes the weights of `words` and the two FTS5 queries.
  ///
  /// - Parameters:
  ///   - passages: the number of all passages in the store.
  ///   - holding: returns the number of passages that contain a phrase.
  init(_ words: LexicalWords, passages: Int, holding: (String) throws -> Int) rethrows {
    let words = try words.phrases.map { phrase in
      let count = try holding(phrase)
      return (phrase: phrase, isHeld: count > 0, weight: Self.weight(count, of: passages))
    }
    bound = (Self.saturation + 1) * words.reduce(0) { $0 + $1.weight }
    pattern = Self.anyOf(words.map(\.phrase))
    let held = words.filter(\.isHeld).sorted { $0.weight < $1.weight }
    var negligible = Self.negligibleShare * held.reduce(0) { $0 + $1.weight }
    searched = Self.anyOf(
      held.drop { word in
        negligible -= word.weight
        return negligible >= 0
      }.map(\.phrase))
  }

  /// The BM25 score `sum` of a passage divided by the highest possible score. (Only rounding can make the result 1.)
  func relevance(_ sum: Double) -> Double {
    min(sum / bound, 1)
  }

  /// The inverse document frequency of a word as FTS5 computes it: log((N − n + 1/2) / (n + 1/2)) for n of N passages
  /// that contain the word, or 10⁻⁶ if the logarithm isn't positive.
  private static func weight(_ holding: Int, of passages: Int) -> Double {
    let weight = log((Double(passages - holding) + 0.5) / (Double(holding) + 0.5))
    return weight > 0 ? weight : 1e-6
  }

  private static func anyOf(_ phrases: [String]) -> String? {
    phrases.isEmpty ? nil : phrases.joined(separator: " OR ")
  }
}
