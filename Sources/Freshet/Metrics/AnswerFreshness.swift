internal import FreshetCorpus
internal import Metrics

/// The label of an answer: how the worst of its hits compares with its source.
enum AnswerFreshness {
  /// From good to bad.
  private static let order = ["fresh", "suspect", "unverified", "conflicted", "stale", "orphaned"]

  static let names = ["none"] + order

  static func worst(of answer: Answer) -> String {
    let states = Set(answer.hits.map(\.certificate.freshness.name))
    return order.last(where: states.contains) ?? "none"
  }
}
