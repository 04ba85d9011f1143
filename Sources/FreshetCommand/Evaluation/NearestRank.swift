extension Array where Element: Comparable {
  /// The least element that at least `percent` of all are not greater than (nearest rank); nil when there are none.
  ///
  /// - Precondition: the elements are sorted.
  package func nearestRank(_ percent: Int) -> Element? {
    precondition((1...100).contains(percent), "no percentile \(percent)")
    return isEmpty ? nil : self[(count * percent + 99) / 100 - 1]
  }
}
