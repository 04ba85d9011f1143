/// Counts where the neighbours of sampled questions were found, and among how many entries, by the distance of their
/// cells.
struct RateTally: Hashable, Sendable {
  private struct Sample: Hashable {
    let entries: [Float]
    let neighbours: Int
  }
  private var drawn: [Sample] = []
  private var found = [Double](repeating: 0, count: RecallModel.bins)

  /// - Parameters:
  ///   - entries: by bin, the entries of all cells.
  ///   - bins: for each neighbour, the bin of the nearest cell that holds it.
  mutating func add(entries: [Float], bins: [Int]) {
    drawn.append(Sample(entries: entries, neighbours: bins.count))
    for bin in bins { found[bin] += 1 }
  }

  /// The rates, up to a factor, that never rise with the distance and make it likeliest for the neighbours to lie where
  /// they did, each sample's among its own entries.
  ///
  /// The method is iterative proportional fitting (Deming and Stephan, Annals of Mathematical Statistics 11, 1940). A
  /// sample's share for a bin is entries · rate over the sum of these. Each round makes the expected counts equal to
  /// those found.
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

  /// The rates that fit the counts best among those that never rise. Neighbouring bins whose rates rise are pooled
  /// (Ayer et al., "An empirical distribution function for sampling with incomplete information", Annals of
  /// Mathematical Statistics 26, 1955). A pool in which nothing was found counts as if half a neighbour had been.
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

  /// The rate of a pool. Bins without entries show nothing, so they are pooled with nearer ones.
  private static func rate(_ pool: (exposure: Double, found: Double, bins: Int)) -> Double {
    pool.exposure > 0 ? pool.found / pool.exposure : .infinity
  }
}
