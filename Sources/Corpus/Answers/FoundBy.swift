/// The evidence by which a search found a hit.
public enum FoundBy: String, Hashable, Sendable, CaseIterable {
  /// The passage's own vector.
  case vector
  /// The vector of a stand-in: the former passage at the same position, because the passage's own vector isn't computed
  /// yet.
  case standIn
  /// The passage's words.
  case lexical
}
