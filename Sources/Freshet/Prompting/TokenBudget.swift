internal import FreshetCorpus

/// The number of tokens that a prompt may have, and how a model counts them.
package struct TokenBudget: Sendable {
  package let limit: Int
  package let count: @Sendable (String) -> Int

  package init(limit: Int, count: @escaping @Sendable (String) -> Int) {
    self.limit = limit
    self.count = count
  }

  /// How much text a prompt has around a passage, if it fits. Among 200, 300, 400, 600 and 1,000 tokens, 400 gave
  /// prompts with most of the evidence (docs/RESULTS.md).
  var expansion: Expansion { .section(upTo: min(400, limit / 2)) }

  /// The number of passages to search for: more than fit.
  var passages: Int { min(max(10, limit / 20), 400) }
}
