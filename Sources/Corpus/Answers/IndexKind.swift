/// A kind of similarity index.
public enum IndexKind: String, Hashable, Sendable, CaseIterable {
  /// For each question, reads a compressed code of every vector.
  case exact
  /// For each question, reads only the vectors in some cells, chosen by locality-sensitive hashing (LSH).
  case lsh
}
