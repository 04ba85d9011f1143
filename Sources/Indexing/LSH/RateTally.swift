/// Where the neighbours of sampled questions were found, and among how many entries, by how far their cells lay.
struct RateTally: Hashable, Sendable {
  private struct Sample: Hashable {
    let entries: [Float]
    let neighbours: Int
  }
  private var drawn: [Sample] = []
  private var found = [Double](repeating: 0, count: RecallModel.bins)

  /// - Parameters:
  ///   - entries: by bin, of all cells.
  ///   - bins: of the cells that the neighbours were found in first.
  mutating func add(entries: [Float], bins: [Int]) {
    drawn.append(Sample(entries: entries, neighbours: bins.count))
    for bin in bins { found[bin] += 1 }
  }

  /// The rates, up to a factor, under which the neighbours are likeliest to lie where they did, each sample's among its own
  /// entries, and which never rise with the distance.
  ///
  /// Iterative proportional fitting (Deming and Stephan, Annals of Mathematical Statistics 11, 1940): with a sample's share for
  /// a bin, entries · rate over the sum of these, the expected counts are made equal to those found, again and again.
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

  /// The rates that fit the counts best among those that never rise: neighbouring bins whose rates do are pooled (Ayer et al.,
  /// "An empirical distribution function for sampling with incomplete information", Annals of Mathematical Statistics 26,
  /// 1955). Where nothing was found, as if half a neighbour had been.
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

  /// Of bins without entries nothing is known: they go with what is nearer.
  private static func rate(_ pool: (exposure: Double, found: Double, bins: Int)) -> Double {
    pool.exposure > 0 ? pool.found / pool.exposure : .infinity
  }
}
