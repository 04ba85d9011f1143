/// How much of the truth a search by vectors must find.
public enum RecallTarget: Hashable, Sendable {
  /// All: no vector that is nearer is left out.
  case exact
  /// At least this share of the true nearest neighbours, 0 ... 1, in 19 answers of 20: by the search's own estimate, which
  /// is calibrated against exact answers. A search that can't reach it is exact.
  case atLeast(Double)
  /// This share, 0 ... 1, on the average over questions like those that were asked: effort goes where it finds most, so that
  /// hard questions are answered less completely than easy ones. Each answer still states its own estimate.
  case onAverage(Double)
}

extension RecallTarget {
  /// What is promised where nothing else is asked for.
  public static let standard = RecallTarget.atLeast(0.95)
}
