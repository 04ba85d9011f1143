/// The choice between the two similarity indexes.
///
/// Both indexes guarantee the same recall (the share of the true nearest passages found) and return the same scores.
/// For each question, the exact index reads a compressed code of every vector. The approximate index reads only codes
/// near the question, but must group the vectors into cells, which costs time when the index is built and at each
/// change. So the exact index is faster for few passages, the approximate one for many.
public enum IndexChoice: String, Hashable, Sendable, CaseIterable {
  /// The index that is faster for the number of passages in the store.
  case auto
  /// Always the exact index (``IndexKind/exact``).
  case exact
  /// Always the approximate index (``IndexKind/lsh``).
  case lsh

  /// The number of passages from which `auto` chooses the approximate index.
  public static let crossover = 30_000
}
