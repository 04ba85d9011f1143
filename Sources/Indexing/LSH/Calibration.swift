/// What recall sampled answers stated, and what it was.
public struct Calibration: Hashable, Sendable {
  /// How many answers were checked.
  public internal(set) var answers = 0
  /// Sums over the answers.
  public internal(set) var stated = 0.0
  /// The sum of the recall that they had.
  public internal(set) var found = 0.0
  /// The sum of |stated − found|.
  public internal(set) var error = 0.0
  /// Answers that said that their target was met, and found less.
  public internal(set) var below = 0

  /// How many are checked after each fit.
  static let wanted = 128

  mutating func add(_ other: Calibration) {
    answers += other.answers
    stated += other.stated
    found += other.found
    error += other.error
    below += other.below
  }
}
