internal import Foundation
internal import Freshet

/// A logarithmic axis for durations, whose marks are round values such as 100 ms, 10 s or 1 min.
struct LagScale {
  /// The possible marks. Each is about ten times the one before, so that they stand about equally far apart.
  private static let steps: [Duration] = [
    .milliseconds(1), .milliseconds(10), .milliseconds(100), .seconds(1), .seconds(10), .seconds(60), .seconds(600),
    .seconds(3600), .seconds(86_400), .seconds(864_000), .seconds(8_640_000), .seconds(86_400_000),
  ]

  /// The durations with a label on the axis; at least two.
  let marks: [Duration]

  /// Chooses the marks so that the axis covers all of `durations`, as far as `steps` reaches.
  init(_ durations: [Duration]) {
    let (least, most) = (durations.min() ?? .zero, durations.max() ?? .zero)
    let first = Self.steps.lastIndex { $0 <= least } ?? 0
    let last = Self.steps.firstIndex { $0 >= most } ?? Self.steps.count - 1
    let start = min(first, Self.steps.count - 2)
    marks = Array(Self.steps[start...max(last, start + 1)])
  }

  /// The position of a duration on the axis, from 0 at the first mark to 1 at the last. A duration beyond the marks has
  /// the position of the nearest mark.
  func share(of duration: Duration) -> Double {
    let (low, high) = (Self.log(marks[0]), Self.log(marks[marks.count - 1]))
    return min(1, max(0, (Self.log(duration) - low) / (high - low)))
  }

  private static func log(_ duration: Duration) -> Double { log10(max(duration.inSeconds, 1e-6)) }
}
