/// The recall that a search by vectors must reach: the share of the true nearest passages that it finds.
public enum RecallTarget: Hashable, Sendable {
  /// The search finds all of the true nearest passages: it misses no passage that is nearer than a returned one.
  case exact
  /// At least this share, 0 ... 1, in 19 of 20 answers. The search estimates its own recall, and the estimate is
  /// calibrated against exact answers. A search that can't reach the share is exact.
  case atLeast(Double)
  /// On average, this share, 0 ... 1, over questions like the recent ones. The search spends its effort where it gains
  /// most, so it answers hard questions less completely than easy ones. Each answer states its own estimate.
  case onAverage(Double)
}

extension RecallTarget {
  /// The default target.
  public static let standard = RecallTarget.atLeast(0.95)
}
