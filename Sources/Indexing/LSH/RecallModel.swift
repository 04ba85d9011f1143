internal import FreshetKernels
internal import Glibc

/// Where the true neighbours are expected to lie that a search hasn't met, from how far each cell lies from the query and from
/// the last place.
///
/// A vector of a cell is its pivot's share of the score, α <q, p>, plus its own part, of length σ: it takes the last place t
/// if the cosine of its own part and the query is at least u = (t − α <q, p>) / σ. How the share of a cell's vectors that do
/// falls with u is learned from exact answers to sampled questions. All of an answer's neighbours lie somewhere, so that
///
///     missed = limit · Σ weight · rate(u) over the cells not scanned / Σ weight · rate(u) over all cells
///
/// are expected to be missed: a question that lies far from everything raises both sums. Whether an answer is below its
/// target is taken to go as a Poisson variable of that mean does.
struct RecallModel: Hashable, Sendable {
  static let bins = Int(FRESHET_BINS)
  /// u of the first bin's middle, and from one bin to the next.
  static let first: Float = -0.3
  static let step: Float = 1 / 128

  /// By bin, never rising.
  private(set) var rates: [Float]
  /// What `missed` is multiplied by, so that the promise is kept although it is an estimate.
  private(set) var caution = leastCaution
  private static let leastCaution: Float = 1.25
  private var tally = RateTally()
  /// How many were drawn since `restart`; those of a model from a file aren't in `tally`.
  private(set) var samples = 0
  static let samplesWanted = 384
  /// How many vectors there were when the sampling began.
  private(set) var fittedAt = 0
  /// How many came or left since.
  private(set) var changes = 0
  /// What sampled answers stated, and what was true, since `caution` was set.
  private(set) var calibration = Calibration()
  /// Of the nearest neighbours of sampled questions, the yields of the cells that they were found in first, in order.
  private(set) var yields: [Float] = []

  /// Before anything was sampled: the tail of a normal variable in 24 dimensions, fewer than embeddings of text have, so that
  /// searches are wider than they need be.
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

  /// Whether the vectors are no longer those that the rates were learned from: twice or half as many, or an eighth of them
  /// was replaced, each of which is two changes.
  func isOutdated(at count: Int) -> Bool {
    let replaced = (changes - abs(count - fittedAt)) / 2
    return fittedAt == 0 || count > 2 * fittedAt || 2 * count < fittedAt || 8 * replaced > count
  }

  mutating func restart(at count: Int) {
    self = RecallModel()
    fittedAt = count
  }

  var isLearning: Bool { samples < Self.samplesWanted }

  /// Learns from one answer, of the neighbours' bins among all entries: see `RateTally.add`. The rates are fitted to the first half
  /// of the answers, then to all of them; yields are taken of the second half, by the rates of the first.
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

  /// The yield of which a scan must go on so that this share of neighbours is met on the average; nil while nothing was learned.
  ///
  /// A cell's yield is the share of an answer's neighbours that one of its vectors is expected to be.
  func leastYield(meeting share: Double) -> Float? {
    yields.isEmpty ? nil : yields[min(yields.count - 1, Int(share * Double(yields.count)))]
  }

  /// Takes checked answers into account. If more of them fell below their target than may, the next searches go
  /// further.
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

  /// The most missed neighbours that may be expected where all but `1 - target` of `limit` are to be found in 19 of 20.
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
