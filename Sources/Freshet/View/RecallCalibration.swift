internal import FreshetCorpus
internal import FreshetIndexing

/// What answers stated of their recall, and what it was: of sampled questions that were also answered exactly.
public struct RecallCalibration: Hashable, Sendable {
  /// How many sampled answers were compared.
  public let answers: Int
  /// The mean of the recall that they stated.
  public let meanStated: Double
  /// The mean of the recall that they had.
  public let meanTrue: Double
  /// The share of the answers that found less than they were asked for: at most one in 20 should.
  public let shareBelowTarget: Double
}

extension RecallCalibration {
  init?(_ sums: Calibration) {
    if sums.answers == 0 { return nil }
    let count = Double(sums.answers)
    self.init(
      answers: sums.answers, meanStated: sums.stated / count, meanTrue: sums.found / count,
      shareBelowTarget: Double(sums.below) / count)
  }
}
