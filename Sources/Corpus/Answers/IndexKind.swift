/// A similarity index.
public enum IndexKind: String, Hashable, Sendable, CaseIterable {
  /// Reads a code of every vector for each question.
  case exact
  /// Reads the vectors of some cells: locality-sensitive hashing (LSH).
  case lsh
}
