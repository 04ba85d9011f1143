internal import FreshetCorpus
internal import FreshetIndexing

/// How the recall that answers stated compares with their true recall. It is measured for sampled questions, which an
/// exact search answers, too.
public struct RecallCalibration: Hashable, Sendable {
  /// How many sampled answers were compared.
  public let answers: Int
  /// The mean of the recall that these answers stated.
  public let meanStated: Double
  /// The mean of the recall that these answers had.
  public let meanTrue: Double
  /// The share of the answers that found less than their target: at most one in 20 should.
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
