/// Estimates how long an operation takes: an exponential moving average of measured durations, in which the newest
/// value has a weight of 1/4.
package struct LearnedDuration: Hashable, Sendable {
  /// The present estimate; nil before the first measurement.
  package private(set) var average: Duration?

  package init() {}

  package mutating func learn(_ duration: Duration) {
    average = average.map { $0 + (duration - $0) / 4 } ?? duration
  }
}
