internal import FreshetCorpus

/// What a caller asks of a search, besides the question.
struct SearchOrder: Sendable {
  let limit: Int
  let recall: RecallTarget
  let scope: DocumentScope
  /// More than any answer holds, and so far below the largest integer that a search can ask for four times as many.
  private static let maximumLimit = 1 << 40

  init(limit: Int, recall: RecallTarget, scope: DocumentScope) {
    if case .atLeast(let share) = recall { precondition(share > 0 && share <= 1, "a recall of \(share)") }
    self.limit = min(max(0, limit), Self.maximumLimit)
    self.recall = recall
    self.scope = scope
  }
}
