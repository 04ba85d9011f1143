internal import CKernels
internal import Glibc

/// How many true neighbours a cell is expected to hold, from how far it lies from the query and from the last place.
///
/// A vector of a cell is its pivot's share of the score, α <q, p>, plus its own part, of length σ: it takes the last place t
/// if the cosine of its own part and the query is at least u = (t − α <q, p>) / σ. The share of a cell's vectors that do,
/// rate(u), is learned from what exact answers found, over sampled queries.
/// With it the number of neighbours missed by the cells not searched is a Poisson variable of mean Σ weight · rate(u).
struct RecallModel: Hashable, Sendable {
  static let bins = Int(FRESHET_BINS)
  /// u of the first bin's middle, and from one bin to the next.
  static let first: Float = -0.6
  static let step: Float = 1 / 64

  private(set) var rates: [Float]
  /// What the rates are multiplied by, so that the promise is kept although some questions are harder than others.
  private(set) var caution: Float = 1.25
  var tally = RateTally()
  /// How many vectors there were when the sampling began.
  private(set) var fittedAt = 0
  /// What sampled answers stated, and what was true, since the rates were fitted last.
  private(set) var calibration = Calibration()

  /// Before anything was sampled: the tail of a normal variable in 24 dimensions, fewer than embeddings of text have, so that
  /// searches are wider than they need be.
  init() {
    rates = (0..<Self.bins).map { Float(0.5 * erfc(Double(Self.middle($0)) * (24.0 / 2).squareRoot())) }
  }

  mutating func restart(at count: Int) {
    tally = RateTally()
    calibration = Calibration()
    caution = 1.25
    fittedAt = count
  }

  mutating func fit() {
    rates = tally.rates().map { min(1, caution * $0) }
    calibration = Calibration()
  }

  /// Takes checked answers into account. If more of them fell below their target than may, the next are to be searched for
  /// longer.
  mutating func check(_ checked: Calibration) {
    calibration.add(checked)
    let excess = Double(calibration.below) - Double(Calibration.wanted) / 20
    if excess > 0, caution < 8 {
      caution *= 1.5
      fit()
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
