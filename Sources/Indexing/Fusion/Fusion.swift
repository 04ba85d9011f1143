package import FreshetCorpus

/// What the two legs of a search, by meaning and by words, say of one passage.
package struct FusionCandidate: Hashable, Sendable {
  package let address: ContentAddress
  /// The inner product of the unit vectors of question and passage, -1 ... 1. Nil when the passage has no vector yet,
  /// or one that only stands for unknown words.
  package let similarity: Float?
  /// BM25 as a share of the most that any text could score for the question, 0 ... 1; 0 when they share no word.
  package let wordRelevance: Double

  package init(address: ContentAddress, similarity: Float?, wordRelevance: Double) {
    self.address = address
    self.similarity = similarity
    self.wordRelevance = wordRelevance
  }
}

/// A candidate with its place in the one ranking of both legs.
package struct FusedNeighbour: Hashable, Sendable {
  package let candidate: FusionCandidate
  /// From -1 to 1; equals the similarity where no word is shared.
  package let score: Double

  package var address: ContentAddress { candidate.address }

  /// Better first: higher score, then lower address, so that runs repeat.
  package static func isBetter(_ one: FusedNeighbour, _ other: FusedNeighbour) -> Bool {
    one.score != other.score ? one.score > other.score : one.address < other.address
  }
}

/// Joins both legs of a hybrid search, by meaning and by words, into one ranking:
///
///     score = 1 − (1 − similarity) · (1 − wordRelevance)
///
/// The words close a share of the distance that the vectors leave (a noisy-or: Pearl, "Probabilistic Reasoning in
/// Intelligent Systems", 1988, section 4.3.2). Where the vectors are sure, words change little; where they are far,
/// matching all of the question's words decides.
/// Both inputs lie on scales that are known beforehand, the theoretical normalisation of Bruch, Gai and Ingber ("An
/// Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023): no constant is fitted to a collection, and a
/// passage's score doesn't depend on what else was found. Reciprocal rank fusion uses ranks, which lose by how much one
/// passage is better: a list in which nothing matches well weighs as much as one that is right.
///
/// The score rises with each input; equal scores tie by address. If one leg found nothing, the order is the other
/// leg's.
package enum Fusion {
  /// The candidates in the order of their fused scores, best first.
  ///
  /// A passage without a similarity gets an estimate, from others that match the words as well: see
  /// `ExpectedSimilarity`.
  /// - Complexity: O(*n* log *n*).
  package static func ranked(_ candidates: some Sequence<FusionCandidate>) -> [FusedNeighbour] {
    let expected = ExpectedSimilarity(among: candidates)
    return candidates.map { candidate in
      let similarity = candidate.similarity.map(Double.init) ?? expected.similarity(at: candidate.wordRelevance)
      return FusedNeighbour(candidate: candidate, score: score(similarity, candidate.wordRelevance))
    }.sorted(by: FusedNeighbour.isBetter)
  }

  /// The most that a passage can score that neither leg found, if each leg named its best: the threshold of Fagin,
  /// Lotem and Naor ("Optimal aggregation algorithms for middleware", 2003). A ranking is exact down to this score.
  ///
  /// - Parameters:
  ///   - similarity: that of the last passage that the leg by meaning named.
  ///   - wordRelevance: that of the last passage that the leg by words named.
  package static func threshold(similarity: Float, wordRelevance: Double) -> Double {
    score(Double(similarity), wordRelevance)
  }

  private static func score(_ similarity: Double, _ wordRelevance: Double) -> Double {
    // In this form the score is, to the bit, the similarity without words, and the relevance at similarity 0. Rounding
    // at times takes the product of two unit vectors beyond 1: then nothing is left to close.
    similarity + max(0, 1 - similarity) * min(1, max(0, wordRelevance))
  }
}
