/// Which similarity index answers: what is asked for.
///
/// Both give the same promise of recall, and the same scores. The exact one reads a code of every vector for each question; the
/// approximate one only those near the question, but must keep them in cells, which costs time at its making and at each
/// change. So few passages are better served by the first, many by the second.
public enum IndexChoice: String, Hashable, Sendable, CaseIterable {
  /// The one that is quicker for this number of passages.
  case auto
  /// Always ``IndexKind/exact``.
  case exact
  /// Always ``IndexKind/lsh``.
  case lsh

  /// From this many passages on, `auto` is approximate.
  public static let crossover = 30_000
}
