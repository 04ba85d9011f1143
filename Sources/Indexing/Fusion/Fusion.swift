package import FreshetCorpus

/// One passage with its results from the two searches of a hybrid search: by vectors and by words.
package struct FusionCandidate: Hashable, Sendable {
  package let address: ContentAddress
  /// The cosine similarity of question and passage, from -1 to 1. Nil if the passage has no vector yet, or one that
  /// says little about it.
  package let similarity: Float?
  /// The cosine similarity, if the passage's text is mostly outside the embedder's vocabulary. Such texts have nearly
  /// the same vector, so it says little about this one. Nil for other passages.
  package let doubtfulSimilarity: Float?
  /// The BM25 score divided by the greatest score that any text could have for the question: from 0 (no shared word) to
  /// 1.
  package let wordRelevance: Double

  package init(address: ContentAddress, similarity: Float?, doubtfulSimilarity: Float? = nil, wordRelevance: Double) {
    self.address = address
    self.similarity = similarity
    self.doubtfulSimilarity = doubtfulSimilarity
    self.wordRelevance = wordRelevance
  }
}

/// A candidate with its score in the fused ranking.
package struct FusedNeighbour: Hashable, Sendable {
  package let candidate: FusionCandidate
  /// The fused score, from -1 to 1. It equals the similarity if question and passage share no word.
  package let score: Double

  package var address: ContentAddress { candidate.address }

  /// Returns whether `one` ranks before `other`: by higher score, then by lower address, so that results are
  /// reproducible.
  package static func isBetter(_ one: FusedNeighbour, _ other: FusedNeighbour) -> Bool {
    one.score != other.score ? one.score > other.score : one.address < other.address
  }
}

/// Combines the results of a hybrid search, by vectors and by words, into one ranking:
///
///     score = 1 − (1 − similarity) · (1 − wordRelevance)
///
/// The word relevance is the fraction by which the distance 1 − similarity is reduced (a noisy-or: Pearl,
/// "Probabilistic Reasoning in Intelligent Systems", 1988, section 4.3.2). If the similarity is high, words change the
/// score little; if it is low, a match of all words of the question decides.
///
/// Both inputs have fixed scales, as in the theoretical normalisation of Bruch, Gai and Ingber ("An Analysis of Fusion
/// Functions for Hybrid Retrieval", TOIS 2023). So no constant is fitted to a collection, and the score of a passage
/// with a vector doesn't depend on the other results. In contrast, reciprocal rank fusion uses only ranks: a result
/// list in which nothing matches well weighs as much as a good one.
///
/// The score increases with each input. Equal scores are ordered by address. If one of the searches found nothing, the
/// order is that of the other.
package enum Fusion {
  /// Returns the candidates ordered by their fused scores, best first.
  ///
  /// A candidate without a similarity gets an estimate of it: see `ExpectedSimilarity`. A doubtful similarity counts
  /// instead if it is greater, but only as far as words confirm it: multiplied by the candidate's word relevance as a
  /// share of the greatest one; in full if no candidate contains a word of the question. So a candidate that is first
  /// by words and by similarity is first.
  /// - Complexity: O(*n* log *n*) for *n* candidates.
  package static func ranked(_ candidates: some Sequence<FusionCandidate>) -> [FusedNeighbour] {
    let expected = ExpectedSimilarity(among: candidates)
    let greatest = candidates.reduce(0) { max($0, $1.wordRelevance) }
    return candidates.map { candidate in
      let similarity = candidate.similarity.map(Double.init) ?? expected.similarity(of: candidate, greatest)
      return FusedNeighbour(candidate: candidate, score: score(similarity, candidate.wordRelevance))
    }.sorted(by: FusedNeighbour.isBetter)
  }

  /// Returns the greatest score that is possible for a passage that neither search returned, if each search returned
  /// its best passages. So the ranking is exact for all passages with a higher score. This is the threshold of Fagin,
  /// Lotem and Naor ("Optimal aggregation algorithms for middleware", 2003).
  ///
  /// - Parameters:
  ///   - similarity: the similarity of the last passage that the search by vectors returned.
  ///   - wordRelevance: the relevance of the last passage that the search by words returned.
  package static func threshold(similarity: Float, wordRelevance: Double) -> Double {
    score(Double(similarity), wordRelevance)
  }

  private static func score(_ similarity: Double, _ wordRelevance: Double) -> Double {
    // This form gives exactly the similarity if the relevance is 0, and exactly the relevance if the similarity is 0.
    // The rounded product of two unit vectors can exceed 1; then the distance counts as 0.
    similarity + max(0, 1 - similarity) * min(1, max(0, wordRelevance))
  }
}
