internal import Foundation
internal import Freshet
internal import FreshetWire

/// The quality of rankings, averaged over queries: nDCG@10, recall@10, recall@100 and MRR@10, as BEIR and MS MARCO
/// report them.
///
/// nDCG uses linear gain: a document adds grade / log2(rank + 1), as in trec_eval (Järvelin and Kekäläinen, TOIS 2002).
struct RankingMeasures {
  private var count = 0
  private var ndcg = 0.0
  private var recall10 = 0.0
  private var recall100 = 0.0
  private var reciprocalRank = 0.0

  mutating func add(_ ranking: [String], grades: [ExactPath: Int]) {
    let ranking = ranking.map { ExactPath($0) }
    count += 1
    let gains = ranking.prefix(10).map { Double(grades[$0] ?? 0) }
    let ideal = grades.values.sorted(by: >).prefix(10).map(Double.init)
    ndcg += Self.discounted(gains) / Self.discounted(ideal)
    recall10 += Self.share(of: grades, in: ranking.prefix(10))
    recall100 += Self.share(of: grades, in: ranking.prefix(100))
    if let first = gains.firstIndex(where: { $0 > 0 }) { reciprocalRank += 1 / Double(first + 1) }
  }

  var means: RankingObject {
    let queries = Double(max(1, count))
    return RankingObject(
      queries: count, ndcgAt10: ndcg / queries, recallAt10: recall10 / queries,
      recallAt100: recall100 / queries, mrrAt10: reciprocalRank / queries)
  }

  private static func discounted(_ gains: [Double]) -> Double {
    gains.enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset) + 2) }
  }

  private static func share(of grades: [ExactPath: Int], in ranking: ArraySlice<ExactPath>) -> Double {
    Double(Set(ranking).intersection(grades.keys).count) / Double(max(1, grades.count))
  }
}
