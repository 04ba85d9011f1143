/// By what a hit was found.
public enum FoundBy: String, Hashable, Sendable, CaseIterable {
  /// The passage's own vector.
  case vector
  /// The vector of the passage that stood in its place before; its own is on the way.
  case standIn
  /// Its words.
  case lexical
}
