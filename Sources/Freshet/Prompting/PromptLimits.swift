/// What a caller excluded from the search for a prompt.
package struct PromptLimits: Sendable {
  /// Whether the search was limited to some documents.
  let isOnSomeDocuments: Bool
  /// Whether the search left out passages with low scores.
  let isOnScores: Bool

  package init(isOnSomeDocuments: Bool = false, isOnScores: Bool = false) {
    self.isOnSomeDocuments = isOnSomeDocuments
    self.isOnScores = isOnScores
  }
}
