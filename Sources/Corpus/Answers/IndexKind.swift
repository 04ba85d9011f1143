/// The two similarity indexes.
public enum IndexKind: String, Hashable, Sendable, CaseIterable {
  /// Reads a code of every vector.
  case exact
  /// Reads the vectors of some cells: locality-sensitive hashing.
  case lsh
}
