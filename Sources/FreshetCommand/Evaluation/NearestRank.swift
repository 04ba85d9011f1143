extension Array where Element: Comparable {
  /// The percentile by nearest rank: the least element *x* such that at least `percent` % of the elements are at most
  /// *x*. Nil if there are no elements.
  ///
  /// - Parameter percent: from 1 to 100.
  /// - Precondition: the elements are sorted.
  package func nearestRank(_ percent: Int) -> Element? {
    precondition((1...100).contains(percent), "no percentile \(percent)")
    return isEmpty ? nil : self[(count * percent + 99) / 100 - 1]
  }
}
