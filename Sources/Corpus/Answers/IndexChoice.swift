/// A request for one of the two similarity indexes.
///
/// Both give the same guarantee of recall, and the same scores. For each question the exact index reads a code of every
/// vector. The approximate index reads only codes near the question, but must keep the vectors in cells. That costs
/// time when it is built and at each change. So the exact index is better for few passages, the approximate one for
/// many.
public enum IndexChoice: String, Hashable, Sendable, CaseIterable {
  /// The faster index for the number of passages.
  case auto
  /// Always ``IndexKind/exact``.
  case exact
  /// Always ``IndexKind/lsh``.
  case lsh

  /// The number of passages from which `auto` chooses the approximate index.
  public static let crossover = 30_000
}
