internal import FreshetCorpus
internal import FreshetIndexing

/// How the recall that answers stated (the estimated share of the nearest passages that were found) compares with their
/// true recall. Measured on sampled questions, which are also answered by an exact search.
public struct RecallCalibration: Hashable, Sendable {
  /// How many sampled answers were compared.
  public let answers: Int
  /// The mean recall that the sampled answers stated, from 0 to 1.
  public let meanStated: Double
  /// The mean true recall of the sampled answers, from 0 to 1.
  public let meanTrue: Double
  /// The share of the sampled answers whose true recall was below their target. It should be at most 1 in 20.
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
