/// Which kinds of search answer a question.
public enum SearchMode: String, Hashable, Sendable, CaseIterable {
  /// Both searches, their results fused.
  case hybrid
  /// The passages with the nearest vectors.
  case vector
  /// The passages that share words with the question.
  case lexical
}
