internal import Foundation

/// The ranking function BM25 with the constants and the arithmetic of SQLite's FTS5 (Robertson and Zaragoza, "The
/// Probabilistic Relevance Framework: BM25 and Beyond", 2009; https://www.sqlite.org/fts5.html#the_bm25_function).
///
/// The score of a text (a passage or a document) is Σ weight(word) · gain(frequency of the word / norm of the text).
enum BM25 {
  private static let k1 = 1.2
  private static let b = 0.75
  /// No gain reaches this number.
  static let gainLimit = k1 + 1

  /// The inverse document frequency of a word that `holding` of `passages` passages contain: log((N − n + 1/2) /
  /// (n + 1/2)), or 10⁻⁶ if the logarithm isn't positive.
  static func weight(holding: Int, of passages: Int) -> Double {
    let weight = log((Double(passages) - Double(holding) + 0.5) / (Double(holding) + 0.5))
    return weight > 0 ? weight : 1e-6
  }

  /// The weight of a word that `holding` of `documents` documents contain: as of passages, but at least 1 / N, so that a
  /// word also counts where most of a few documents contain it.
  static func documentWeight(holding: Int, of documents: Int) -> Double {
    max(weight(holding: holding, of: documents), 1 / Double(documents))
  }

  /// The number by which the frequency of a word in a text is divided before its gain is computed: the greater, the
  /// longer the text is. Both lengths are in words.
  static func norm(length: Double, mean: Double) -> Double { 1 - b + b * length / mean }

  /// The gain of a word with this frequency, divided by the norm of its text.
  static func gain(_ frequency: Double) -> Double { frequency * (k1 + 1) / (frequency + k1) }
}
