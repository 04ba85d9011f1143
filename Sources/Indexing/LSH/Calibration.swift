/// Compares the recall that an approximate index estimated for sampled searches with their true recall, which exact
/// searches determine.
public struct Calibration: Hashable, Sendable {
  /// The number of searches checked.
  public internal(set) var answers = 0
  /// The sum of the estimated recalls. Divide by `answers` for the mean.
  public internal(set) var stated = 0.0
  /// The sum of the true recalls. Divide by `answers` for the mean.
  public internal(set) var found = 0.0
  /// The sum of |estimated − true recall|. Divide by `answers` for the mean absolute error.
  public internal(set) var error = 0.0
  /// The number of searches whose true recall was below their recall target.
  public internal(set) var below = 0

  /// The number of searches to check after each fit of the recall model.
  static let wanted = 128

  mutating func add(_ other: Calibration) {
    answers += other.answers
    stated += other.stated
    found += other.found
    error += other.error
    below += other.below
  }
}
