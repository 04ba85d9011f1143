internal import Foundation

/// A question's words, weighted by how rare each is among the passages of one state of the store.
///
/// BM25, as FTS5 computes it, gives a passage the sum over the words of idf(word) · f·(k₁ + 1) / (f + k₁·(1 − b +
/// b·length/mean)), where f is the number of times that the passage holds the word. For any text this is less than (k₁
/// + 1) · Σ idf. A score is the share of this bound: how much of the question the passage holds, on the same scale for
/// every question and store. A word that no passage holds counts as the rarest.
package struct LexicalQuery {
  /// FTS5's k₁, which can't be set.
  private static let saturation = 1.2
  /// The share of the found words' weight that the search for candidates may ignore.
  private static let negligibleShare = 0.05

  /// The FTS5 query for any of the question's words; nil if there are none. A passage's score is the sum over these
  /// words.
  let pattern: String?
  /// The FTS5 query that finds candidates first. It omits the commonest words, of which half of the passages may hold
  /// one, as long as together they can't add `negligibleShare` of the possible score (after Turtle and Flood, "Query
  /// evaluation: strategies and optimizations", 1995).
  let searched: String?
  /// An upper bound of every passage's BM25 sum.
  private let bound: Double

  /// - Parameter holding: returns the number of passages that hold a phrase.
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

  /// A passage's BM25 sum as a share of the bound. (Only rounding can make it 1.)
  func relevance(_ sum: Double) -> Double {
    min(sum / bound, 1)
  }

  /// The idf of a word as in FTS5: log((N − n + 1/2) / (n + 1/2)), and nearly 0 if that isn't positive.
  private static func weight(_ holding: Int, of passages: Int) -> Double {
    let weight = log((Double(passages - holding) + 0.5) / (Double(holding) + 0.5))
    return weight > 0 ? weight : 1e-6
  }

  private static func anyOf(_ phrases: [String]) -> String? {
    phrases.isEmpty ? nil : phrases.joined(separator: " OR ")
  }
}
