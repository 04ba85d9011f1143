internal import FreshetCorpus

/// The parameters of a search, besides the question.
struct SearchOrder: Sendable {
  let limit: Int
  let recall: RecallTarget
  let scope: DocumentScope
  let shape: AnswerShape
  /// The highest limit that a search uses; larger values are reduced to it. Four times this value still fits into an
  /// `Int`.
  private static let maximumLimit = 1 << 40

  init(limit: Int, recall: RecallTarget, scope: DocumentScope, shape: AnswerShape = AnswerShape()) {
    if case .atLeast(let share) = recall { precondition(share > 0 && share <= 1, "a recall of \(share)") }
    self.limit = min(max(0, limit), Self.maximumLimit)
    self.recall = recall
    self.scope = scope
    self.shape = shape
  }
}
