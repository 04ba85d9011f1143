/// The averages of the ranking measures over all questions as JSON, as `freshet eval` prints them.
package struct RankingObject: Encodable {
  package let queries: Int
  package let ndcgAt10, recallAt10, recallAt100, mrrAt10: Double

  private enum CodingKeys: String, CodingKey {
    case queries, ndcgAt10 = "nDCG@10", recallAt10 = "recall@10", recallAt100 = "recall@100", mrrAt10 = "MRR@10"
  }

  package init(queries: Int, ndcgAt10: Double, recallAt10: Double, recallAt100: Double, mrrAt10: Double) {
    self.queries = queries
    (self.ndcgAt10, self.recallAt10) = (ndcgAt10, recallAt10)
    (self.recallAt100, self.mrrAt10) = (recallAt100, mrrAt10)
  }
}
