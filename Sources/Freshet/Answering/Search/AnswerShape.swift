package import FreshetCorpus

/// Which of the found passages become hits, and how much text a hit has.
package struct AnswerShape: Sendable {
  package let expansion: Expansion
  /// Whether equal texts become one hit.
  package let isDistinct: Bool
  /// Passages with lower scores are no hits.
  package let minimumScore: Float
  /// The room for the hits and their sections in a prompt; nil if the answer isn't for a prompt. If given, it replaces
  /// `expansion`.
  package let budget: TokenBudget?

  package init(
    expansion: Expansion = .passage, isDistinct: Bool = false, minimumScore: Float = -1, budget: TokenBudget? = nil
  ) {
    self.expansion = expansion
    self.isDistinct = isDistinct
    self.minimumScore = minimumScore
    self.budget = budget
  }
}
