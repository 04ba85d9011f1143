internal import Foundation
internal import Freshet

/// A logarithmic scale of durations, between two that have round names in words.
struct LagScale {
  /// Each is about ten times the one before, so that marks stand about equally far apart.
  private static let steps: [Duration] = [
    .milliseconds(1), .milliseconds(10), .milliseconds(100), .seconds(1), .seconds(10), .seconds(60), .seconds(600),
    .seconds(3600), .seconds(86_400), .seconds(864_000), .seconds(8_640_000), .seconds(86_400_000),
  ]

  /// The labelled durations; at least two.
  let marks: [Duration]

  /// Covers every one of `durations`, except those beyond the ends of the scale.
  init(_ durations: [Duration]) {
    let (least, most) = (durations.min() ?? .zero, durations.max() ?? .zero)
    let first = Self.steps.lastIndex { $0 <= least } ?? 0
    let last = Self.steps.firstIndex { $0 >= most } ?? Self.steps.count - 1
    let start = min(first, Self.steps.count - 2)
    marks = Array(Self.steps[start...max(last, start + 1)])
  }

  /// Where a duration stands on the scale: from 0 at the first mark to 1 at the last.
  func share(of duration: Duration) -> Double {
    let (low, high) = (Self.log(marks[0]), Self.log(marks[marks.count - 1]))
    return min(1, max(0, (Self.log(duration) - low) / (high - low)))
  }

  private static func log(_ duration: Duration) -> Double { log10(max(duration.inSeconds, 1e-6)) }
}
