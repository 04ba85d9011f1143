internal import Foundation

/// A question's words, weighed by how rare each is among the passages of one state of the store.
///
/// BM25 as FTS5 computes it gives a passage Σ idf(word) · f·(k₁ + 1) / (f + k₁·(1 − b + b·length/mean)) for the f
/// times that it holds each word: less than (k₁ + 1) · Σ idf whatever its text. As a share of that bound a score says
/// how much of what was asked for is there, on a scale that is the same for every question and store; a word that no
/// passage holds counts as the rarest.
package struct LexicalQuery {
  /// FTS5's k₁, which can't be set.
  private static let saturation = 1.2
  /// The share of the found words' weight that the search for candidates does without.
  private static let negligibleShare = 0.05

  /// All words, or none: what a passage's score is summed over.
  let pattern: String?
  /// The words by which the search looks for candidates first. The commonest are left out as long as together they
  /// can't add `negligibleShare` of what can be found (after Turtle and Flood, "Query evaluation: strategies and
  /// optimizations", 1995): half the passages hold them.
  let searched: String?
  /// No passage's sum of BM25 reaches it.
  private let bound: Double

  /// - Parameter holding: the number of passages that hold a phrase.
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

  /// A passage's sum of BM25 as a share of the bound. (Rounding alone could reach 1.)
  func relevance(_ sum: Double) -> Double {
    min(sum / bound, 1)
  }

  /// log((N − n + 1/2) / (n + 1/2)), and next to nothing where that isn't positive: as FTS5 has it.
  private static func weight(_ holding: Int, of passages: Int) -> Double {
    let weight = log((Double(passages - holding) + 0.5) / (Double(holding) + 0.5))
    return weight > 0 ? weight : 1e-6
  }

  private static func anyOf(_ phrases: [String]) -> String? {
    phrases.isEmpty ? nil : phrases.joined(separator: " OR ")
  }
}
