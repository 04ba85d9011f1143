internal import FreshetCorpus
internal import Metrics

/// The label of an answer: the freshness of its worst hit.
enum AnswerFreshness {
  /// The states from best to worst.
  private static let order = ["fresh", "suspect", "unverified", "conflicted", "stale", "orphaned"]

  static let names = ["none"] + order

  static func worst(of answer: Answer) -> String {
    let states = Set(answer.hits.map(\.certificate.freshness.name))
    return order.last(where: states.contains) ?? "none"
  }
}
