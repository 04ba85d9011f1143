internal import FreshetCorpus
internal import Metrics
internal import FreshetStorage

/// Gauges that compare the recall that sampled answers stated with their true recall.
struct RecallMetrics: Sendable {
  private let samples: Gauge
  private let stated: Gauge
  private let found: Gauge
  private let belowTarget: Gauge

  init(_ instruments: Instruments) {
    samples = instruments.gauge(.recallSamples)
    stated = instruments.gauge(.recallStated)
    found = instruments.gauge(.recallTrue)
    belowTarget = instruments.gauge(.recallBelowTarget)
  }

  func measure(_ calibration: RecallCalibration) {
    samples.record(calibration.answers)
    stated.record(calibration.meanStated)
    found.record(calibration.meanTrue)
    belowTarget.record(calibration.shareBelowTarget)
  }
}
