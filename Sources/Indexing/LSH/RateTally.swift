/// Counts of the neighbours found and of the entries looked through, by how far their cells lay.
struct RateTally: Hashable, Sendable {
  private(set) var entries = [Double](repeating: 0, count: RecallModel.bins)
  private(set) var neighbours = [Double](repeating: 0, count: RecallModel.bins)
  private(set) var samples = 0

  mutating func add(entries: [Double], neighbours: [Double]) {
    samples += 1
    for bin in self.entries.indices {
      self.entries[bin] += entries[bin]
      self.neighbours[bin] += neighbours[bin]
    }
  }

  /// The rates under which the counts are likeliest among those that never rise with the distance: neighbouring bins whose
  /// rates do are pooled (Ayer et al., "An empirical distribution function for sampling with incomplete information", Annals
  /// of Mathematical Statistics 26, 1955). Where nothing was found, as if half a neighbour had been.
  func rates() -> [Float] {
    var pools: [(entries: Double, neighbours: Double, bins: Int)] = []
    for bin in entries.indices {
      pools.append((entries[bin], neighbours[bin], 1))
      while pools.count > 1, Self.rate(pools[pools.count - 2]) <= Self.rate(pools[pools.count - 1]) {
        let last = pools.removeLast()
        let before = pools.removeLast()
        pools.append((before.entries + last.entries, before.neighbours + last.neighbours, before.bins + last.bins))
      }
    }
    return pools.flatMap { pool in
      [Float](repeating: Float(min(1, max(pool.neighbours, 0.5) / max(pool.entries, 1))), count: pool.bins)
    }
  }

  /// Of bins without entries nothing is known: they go with what is nearer.
  private static func rate(_ pool: (entries: Double, neighbours: Double, bins: Int)) -> Double {
    pool.entries > 0 ? pool.neighbours / pool.entries : .infinity
  }
}
