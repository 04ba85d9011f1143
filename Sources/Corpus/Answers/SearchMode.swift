/// Which legs of the search answer.
public enum SearchMode: String, Hashable, Sendable, CaseIterable {
  /// Both, fused.
  case hybrid
  /// Nearest directions.
  case vector
  /// Shared words.
  case lexical
}

/// By what a hit was found.
public enum FoundBy: String, Hashable, Sendable, CaseIterable {
  /// The passage's own vector.
  case vector
  /// The vector of the passage that stood in its place before; its own is on the way.
  case standIn
  /// Its words.
  case lexical
}
