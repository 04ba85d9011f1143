/// The share of the true nearest neighbours that a search by vectors must find.
public enum RecallTarget: Hashable, Sendable {
  /// All of them: the search leaves out no vector that is nearer.
  case exact
  /// At least this share, 0 ... 1, in 19 of 20 answers. The search estimates its own recall, and the estimate is
  /// calibrated against exact answers. A search that can't reach the share is exact.
  case atLeast(Double)
  /// This share, 0 ... 1, on average over questions like the recent ones. The search spends its effort where it finds
  /// most, so it answers hard questions less completely than easy ones. Each answer still states its own estimate.
  case onAverage(Double)
}

extension RecallTarget {
  /// The default target.
  public static let standard = RecallTarget.atLeast(0.95)
}
