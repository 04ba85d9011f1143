internal import FreshetCorpus
internal import Metrics

/// The value of an answer's `freshness` label in the metrics: the freshness of its least fresh hit, or `none` for an
/// answer without hits.
enum AnswerFreshness {
  /// All freshness states, from best to worst.
  private static let order = ["fresh", "suspect", "unverified", "conflicted", "stale", "orphaned"]

  static let names = ["none"] + order

  static func worst(of answer: Answer) -> String {
    let states = Set(answer.hits.map(\.certificate.freshness.name))
    return order.last(where: states.contains) ?? "none"
  }
}
