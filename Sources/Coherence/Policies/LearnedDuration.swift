/// What something takes, learned from what it took: a moving average whose newest value weighs a quarter.
package struct LearnedDuration: Hashable, Sendable {
  /// Nil before the first was learned.
  package private(set) var average: Duration?

  package init() {}

  package mutating func learn(_ duration: Duration) {
    average = average.map { $0 + (duration - $0) / 4 } ?? duration
  }
}
