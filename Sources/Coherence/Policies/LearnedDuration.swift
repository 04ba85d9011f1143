/// How long something takes, learned from earlier times: a moving average in which the newest value weighs a quarter.
package struct LearnedDuration: Hashable, Sendable {
  /// Nil before the first value.
  package private(set) var average: Duration?

  package init() {}

  package mutating func learn(_ duration: Duration) {
    average = average.map { $0 + (duration - $0) / 4 } ?? duration
  }
}
