internal import FreshetKernels
internal import Glibc

/// Estimates how many true neighbours a search hasn't met, from how far each cell lies from the query and from the last
/// place.
///
/// The score of a cell's vector is its pivot's share, α <q, p>, plus that of its own part, of length σ. It takes the
/// last place t if the cosine of its own part and the query is at least u = (t − α <q, p>) / σ. The share of a cell's
/// vectors that do so falls with u; exact answers to sampled questions teach how. All of an answer's neighbours lie
/// somewhere, so the expected number of missed ones is
///
///     missed = limit · Σ weight · rate(u) over the cells not scanned / Σ weight · rate(u) over all cells
///
/// A question that lies far from everything raises both sums. The model treats the number of missed neighbours as a
/// Poisson variable of that mean.
struct RecallModel: Hashable, Sendable {
  static let bins = Int(FRESHET_BINS)
  /// The u of the first bin's middle; below, the step from one bin to the next.
  static let first: Float = -0.3
  static let step: Float = 1 / 128

  /// The rate of each bin; rates never rise from bin to bin.
  private(set) var rates: [Float]
  /// The factor on `missed`, so that the promise holds although `missed` is an estimate.
  private(set) var caution = leastCaution
  private static let leastCaution: Float = 1.25
  private var tally = RateTally()
  /// How many samples were drawn since `restart`; those of a model from a file aren't in `tally`.
  private(set) var samples = 0
  static let samplesWanted = 384
  /// How many vectors there were when the sampling began.
  private(set) var fittedAt = 0
  /// How many vectors came or left since then.
  private(set) var changes = 0
  /// What sampled answers stated, and their true recall, since `caution` was set.
  private(set) var calibration = Calibration()
  /// The yields of the nearest cells that hold the nearest neighbours of sampled questions, descending.
  private(set) var yields: [Float] = []

  /// The model before any sample: the tail of a normal variable in 24 dimensions. Embeddings of text have more, so
  /// searches are wider than necessary.
  init() {
    rates = (0..<Self.bins).map { Float(0.5 * erfc(Double(Self.middle($0)) * (24.0 / 2).squareRoot())) }
  }

  init(
    rates: [Float], caution: Float, fittedAt: Int, samples: Int, changes: Int, yields: [Float], calibration: Calibration
  ) {
    self.rates = rates
    self.caution = caution
    self.fittedAt = fittedAt
    self.samples = samples
    self.changes = changes
    self.yields = yields
    self.calibration = calibration
  }

  mutating func noteChange() { changes += 1 }

  /// Whether the vectors are no longer those that the rates were learned from: there are twice or half as many, or an
  /// eighth of them was replaced, each of which is two changes.
  func isOutdated(at count: Int) -> Bool {
    let replaced = (changes - abs(count - fittedAt)) / 2
    return fittedAt == 0 || count > 2 * fittedAt || 2 * count < fittedAt || 8 * replaced > count
  }

  mutating func restart(at count: Int) {
    self = RecallModel()
    fittedAt = count
  }

  var isLearning: Bool { samples < Self.samplesWanted }

  /// Learns from one answer, by the bins of its neighbours among all entries: see `RateTally.add`. The rates are fitted
  /// to the first half of the answers, then to all of them. The yields come from the second half, by the rates of the
  /// first.
  mutating func learn(entries: [Float], bins: [Int], isYieldWanted: Bool) {
    if isYieldWanted, samples >= Self.samplesWanted / 2 {
      let expected = zip(entries, rates).reduce(Float.leastNormalMagnitude) { $0 + $1.0 * $1.1 }
      learn(yields: bins.map { rates[$0] / expected })
    }
    tally.add(entries: entries, bins: bins)
    samples += 1
    if samples % (Self.samplesWanted / 2) == 0 { rates = tally.rates(from: rates) }
  }

  mutating func learn(yields more: [Float]) {
    yields += more
    yields.sort(by: >)
  }

  /// The least yield that a scan must cover to meet this share of neighbours on average; nil while nothing was learned.
  ///
  /// A cell's yield is the share of an answer's neighbours that one of its vectors is expected to be.
  func leastYield(meeting share: Double) -> Float? {
    yields.isEmpty ? nil : yields[min(yields.count - 1, Int(share * Double(yields.count)))]
  }

  /// Takes checked answers into account. If too many of them fell below their target, the next searches go further.
  mutating func check(_ checked: Calibration) {
    calibration.add(checked)
    let excess = Double(calibration.below) - Double(Calibration.wanted) / 20
    if excess > 0, caution < 8 {
      caution *= 1.25
      calibration = Calibration()
    }
  }

  static func middle(_ bin: Int) -> Float { first + Float(bin) * step }

  @inline(__always)
  static func bin(_ u: Float) -> Int { Int(max(0, min(Float(bins - 1), (u - first) * (1 / step) + 0.5))) }

  /// The largest expected number of misses with which a search finds the share `target` of `limit` in 19 of 20 cases.
  static func missesAllowed(_ limit: Int, _ target: Double) -> Double {
    let misses = Int((Double(limit) * (1 - target) + 1e-9).rounded(.down))
    var (low, high) = (0.0, Double(misses) + 1)
    for _ in 0..<24 {
      let mean = (low + high) / 2
      if poisson(atMost: misses, mean: mean) >= 0.95 { low = mean } else { high = mean }
    }
    return low
  }

  private static func poisson(atMost count: Int, mean: Double) -> Double {
    if mean > 500 { return 0.5 * erfc((mean - Double(count) - 0.5) / (2 * mean).squareRoot()) }
    var (term, sum) = (1.0, 1.0)
    for index in 0..<count {
      term *= mean / Double(index + 1)
      sum += term
    }
    return exp(-mean) * sum
  }
}
