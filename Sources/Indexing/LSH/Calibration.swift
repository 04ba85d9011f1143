/// How the recall that sampled answers stated compares with their true recall.
public struct Calibration: Hashable, Sendable {
  /// How many answers were checked.
  public internal(set) var answers = 0
  /// The sum of the recall that the answers stated.
  public internal(set) var stated = 0.0
  /// The sum of the recall that the answers had.
  public internal(set) var found = 0.0
  /// The sum of |stated − found|.
  public internal(set) var error = 0.0
  /// How many answers stated that they met their target, but found less.
  public internal(set) var below = 0

  /// How many answers are checked after each fit.
  static let wanted = 128

  mutating func add(_ other: Calibration) {
    answers += other.answers
    stated += other.stated
    found += other.found
    error += other.error
    below += other.below
  }
}
