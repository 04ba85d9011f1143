internal import FreshetCorpus
internal import FreshetIndexing

/// What answers stated of their recall, and what it was: of sampled questions that were also answered exactly.
public struct RecallCalibration: Hashable, Sendable {
  public let answers: Int
  public let meanStated: Double
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
