internal import FreshetKernels
internal import Glibc

/// Estimates how many true neighbours an approximate search has missed, from the distance of each cell that it hasn't
/// scanned.
///
/// The score of a vector x in a cell with pivot p is <q, x> = α <q, p> + <q, r>, where r is its residual, of length
/// about σ. Let t be the threshold, the score of the last of the `limit` best so far. Then x exceeds t if the cosine of
/// q and r is at least u = (t − α <q, p>) / σ, the distance of the cell. rate(u) is the relative share of vectors in
/// cells at distance u whose score exceeds t. It falls with u, and is learned from exact searches for sampled
/// questions. The rates are scaled so that the expected neighbours in all cells add up to `limit`:
///
///     missed = limit · Σ weight · rate(u) over the cells not scanned / Σ weight · rate(u) over all cells
///
/// A question far from all vectors changes both sums alike. The number of missed neighbours counts as Poisson
/// distributed with this mean.
struct RecallModel: Hashable, Sendable {
  static let bins = Int(FRESHET_BINS)
  /// The distance u at the middle of the first bin.
  static let first: Float = -0.3
  /// The difference in u from one bin to the next.
  static let step: Float = 1 / 128

  /// The rate of each bin; rates never rise from bin to bin.
  private(set) var rates: [Float]
  /// The safety factor on `missed`, because `missed` is only an estimate.
  private(set) var caution = leastCaution
  private static let leastCaution: Float = 1.25
  private var tally = RateTally()
  /// The number of samples since `restart`. Samples of a model that was loaded from a file aren't in `tally`.
  private(set) var samples = 0
  static let samplesWanted = 384
  /// The number of vectors in the index when the sampling began.
  private(set) var fittedAt = 0
  /// The number of insertions and removals since the sampling began.
  private(set) var changes = 0
  /// The comparison of estimated and true recall since `caution` was last changed.
  private(set) var calibration = Calibration()
  /// For each neighbour of the sampled questions, the yield of the nearest cell that contains it, descending.
  private(set) var yields: [Float] = []

  /// Makes the model to use before any sample: rates from a normal distribution for 24 dimensions. Embeddings of text
  /// have more dimensions, so that searches at first scan more cells than necessary.
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

  /// Returns whether the vectors have changed too much since the rates were learned: there are more than twice or less
  /// than half as many, or more than an eighth was replaced. A replacement counts as two changes.
  func isOutdated(at count: Int) -> Bool {
    let replaced = (changes - abs(count - fittedAt)) / 2
    return fittedAt == 0 || count > 2 * fittedAt || 2 * count < fittedAt || 8 * replaced > count
  }

  mutating func restart(at count: Int) {
    self = RecallModel()
    fittedAt = count
  }

  var isLearning: Bool { samples < Self.samplesWanted }

  /// Learns from the exact result of one sampled question. The rates are fitted after half of the samples, and again
  /// after all. The yields come from the second half of the samples, with the rates fitted to the first half.
  ///
  /// - Parameters:
  ///   - entries: for each bin, the number of entries in its cells.
  ///   - bins: for each true neighbour, the bin of the nearest cell that contains it.
  ///   - isYieldWanted: whether to learn the yields from this sample, too.
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

  /// Returns the yield such that scanning all cells with at least this yield finds the given share of the neighbours on
  /// average; nil while nothing was learned.
  ///
  /// The yield of a cell is the expected share of a question's neighbours per entry of the cell.
  func leastYield(meeting share: Double) -> Float? {
    yields.isEmpty ? nil : yields[min(yields.count - 1, Int(share * Double(yields.count)))]
  }

  /// Adds the results of checked searches to `calibration`. If the number of searches below their recall target exceeds
  /// 1 in 20 of `Calibration.wanted`, raises `caution` (unless it is 8 or more), so that later searches scan more
  /// cells, and starts a new calibration.
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

  /// Returns the greatest expected number of misses with which a search still finds at least the share `target` of the
  /// `limit` nearest vectors with a probability of 95 %, if misses are Poisson distributed.
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
