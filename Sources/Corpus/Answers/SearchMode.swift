/// Which legs of the search answer.
public enum SearchMode: String, Hashable, Sendable, CaseIterable {
  /// Both, fused.
  case hybrid
  /// Nearest directions.
  case vector
  /// Shared words.
  case lexical
}
