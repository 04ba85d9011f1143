/// Collects samples for the `RecallModel`: for each bin of cell distances, how many true neighbours of sampled
/// questions lay in such cells, and how many entries these cells had.
struct RateTally: Hashable, Sendable {
  private struct Sample: Hashable {
    let entries: [Float]
    let neighbours: Int
  }
  private var drawn: [Sample] = []
  private var found = [Double](repeating: 0, count: RecallModel.bins)

  /// - Parameters:
  ///   - entries: for each bin, the number of entries in its cells.
  ///   - bins: for each true neighbour, the bin of the nearest cell that contains it.
  mutating func add(entries: [Float], bins: [Int]) {
    drawn.append(Sample(entries: entries, neighbours: bins.count))
    for bin in bins { found[bin] += 1 }
  }

  /// Returns the rate of each bin, up to a common factor: the maximum likelihood estimate among rates that never rise
  /// with the distance. A rate is the relative probability that an entry in a cell of this bin is a neighbour.
  ///
  /// The method is iterative proportional fitting (Deming and Stephan, Annals of Mathematical Statistics 11, 1940). In
  /// each sample, the expected share of the neighbours in a bin is entries · rate, divided by the sum of this over all
  /// bins. Each round adjusts the rates towards the observed counts.
  ///
  /// - Parameter start: the rates to begin with.
  func rates(from start: [Float]) -> [Float] {
    var rates = start
    for _ in 0..<30 {
      var exposure = [Double](repeating: 0, count: RecallModel.bins)
      for sample in drawn {
        var sum = Float.leastNormalMagnitude
        for bin in rates.indices { sum += sample.entries[bin] * rates[bin] }
        let scale = Double(Float(sample.neighbours) / sum)
        for bin in rates.indices { exposure[bin] += scale * Double(sample.entries[bin]) }
      }
      rates = Self.neverRising(found, exposure)
    }
    return rates
  }

  /// Returns the non-increasing rates that best fit `found` / `exposure`, scaled so that the greatest is 1. Adjacent
  /// bins whose rates increase are pooled (Ayer et al., "An empirical distribution function for sampling with
  /// incomplete information", Annals of Mathematical Statistics 26, 1955). A pool without neighbours counts as having
  /// half of one.
  static func neverRising(_ found: [Double], _ exposure: [Double]) -> [Float] {
    var pools: [(exposure: Double, found: Double, bins: Int)] = []
    for bin in found.indices {
      pools.append((exposure[bin], found[bin], 1))
      while pools.count > 1, rate(pools[pools.count - 2]) <= rate(pools[pools.count - 1]) {
        let last = pools.removeLast()
        let before = pools.removeLast()
        pools.append((before.exposure + last.exposure, before.found + last.found, before.bins + last.bins))
      }
    }
    let greatest = pools.map(rate).filter(\.isFinite).max() ?? 1
    var least: Float = 1
    return pools.flatMap { pool in
      let rate = pool.exposure > 0 ? max(pool.found, 0.5) / pool.exposure : greatest
      least = min(least, Float(rate / greatest))
      return [Float](repeating: least, count: pool.bins)
    }
  }

  /// Returns the rate of a pool. A pool without entries says nothing about its rate; its rate counts as infinite, so
  /// that the pool is merged with the one before it.
  private static func rate(_ pool: (exposure: Double, found: Double, bins: Int)) -> Double {
    pool.exposure > 0 ? pool.found / pool.exposure : .infinity
  }
}
