internal import CKernels
internal import Corpus

/// One search: cells are scanned nearest first, until the neighbours that the others are expected to hold are few enough.
struct Probe {
  private let cells: CellView
  private let scratch: ProbeScratch
  private let rates: UnsafePointer<Float>
  private let limit: Int
  private let admitted: AdmittedSlots?
  /// Of the vectors that are admitted.
  private let share: Float
  private let allowed: Double
  private var rescorer: Rescorer
  private var table: freshet_sign_query
  private let margin: Float
  private let scanSigns = SimilarityKernels.fastest.scan_signs

  /// - Parameter scratch: holds the rotated query and the pivots' scores.
  init(
    _ cells: CellView, _ scratch: ProbeScratch, _ rates: UnsafePointer<Float>, _ rescorer: Rescorer, limit: Int,
    among admitted: AdmittedSlots?, share: Float, allowed: Double
  ) {
    self.cells = cells
    self.scratch = scratch
    self.rates = rates
    self.rescorer = rescorer
    self.limit = limit
    self.admitted = admitted
    self.share = share
    self.allowed = allowed
    table = freshet_sign_query(sums: UnsafePointer(scratch.sums), step: 0, least: 0)
    freshet_tabulate_signs(scratch.rotated, cells.width, scratch.sums, &table)
    let rounding = table.step * table.step * Float(cells.width) / 48
    margin = Self.deviations(limit, allowed) * (0.36 + rounding).squareRoot()
    scratch.bins.update(repeating: 0, count: cells.count)
    scratch.met.removeAll()
  }

  /// How many standard deviations of its estimate a vector's score may lie above: so that the neighbours lost by that are
  /// a fifth of those allowed. S, the sum over signs, has a deviation of about 0.6 |y|, for the cosine of a vector and its
  /// signs is about 0.8 (RaBitQ, section 3.2); its rounding to steps adds a twelfth of a step squared for each group of four.
  private static func deviations(_ limit: Int, _ allowed: Double) -> Float {
    Float(NormalTail.deviations(beyond: min(0.1, 0.5 * allowed / Double(limit))))
  }

  mutating func run() -> Neighbours {
    let nearest = freshet_greatest(scratch.scores, cells.count, 4, scratch.order)
    scan(nearest)
    var step = 8
    while true {
      let (planned, missed) = plan(for: 0.8 * allowed)
      if planned == 0 {
        let expected = Double(missed) + 0.2 * allowed
        return Neighbours(found: rescorer.neighbours(), recall: max(0, 1 - expected / Double(limit)), isExact: false)
      }
      scan(min(step, planned))
      step += step / 2
    }
  }

  /// Orders the cells to be scanned, nearest first, so that those left out are expected to hold no more than `allowed`.
  ///
  /// - Returns: how many there are, and the neighbours that the others are expected to hold.
  private func plan(for allowed: Double) -> (planned: Int, missed: Float) {
    let threshold = rescorer.threshold
    return withUnsafeTemporaryAllocation(of: (expected: Float, count: Int32).self, capacity: RecallModel.bins) { bins in
      let bins = bins.baseAddress!  // capacity is above 0
      bins.update(repeating: (0, 0), count: RecallModel.bins)
      for cell in 0..<cells.count where scratch.bins[cell] != ProbeScratch.scanned {
        let u = (threshold - cells.alphas[cell] * scratch.scores[cell]) * cells.inverseSpreads[cell]
        let bin = RecallModel.bin(u)
        scratch.bins[cell] = UInt8(truncatingIfNeeded: bin)
        bins[bin].expected += cells.weights[cell] * rates[bin] * share
        bins[bin].count += 1
      }
      var (missed, cut) = (Float(0), RecallModel.bins)
      while cut > 0, missed + bins[cut - 1].expected <= Float(allowed) {
        cut -= 1
        missed += bins[cut].expected
      }
      var start: Int32 = 0
      for bin in 0..<cut { (bins[bin].count, start) = (start, start + bins[bin].count) }
      for cell in 0..<cells.count where Int(scratch.bins[cell]) < cut {
        let bin = Int(scratch.bins[cell])
        scratch.order[Int(bins[bin].count)] = UInt32(cell)
        bins[bin].count += 1
      }
      return (Int(start), missed)
    }
  }

  /// Scans the first cells in order, and scores what they kept.
  private mutating func scan(_ count: Int) {
    for place in 0..<count {
      let cell = Int(scratch.order[place])
      scan(cell, next: place + 1 < count ? cells.spots[Int(scratch.order[place + 1])] : CellSpot())
      if scratch.pending.count >= 48 { rescore() }
    }
    rescore()
  }

  private mutating func scan(_ cell: Int, next: CellSpot) {
    let spot = cells.spots[cell]
    scratch.bins[cell] = ProbeScratch.scanned
    guard let blocks = spot.blocks, let names = spot.names else { return }
    let base = cells.alphas[cell] * scratch.scores[cell]
    for start in stride(from: 0, to: spot.count, by: ProbeScratch.hitCapacity) {
      let count = min(ProbeScratch.hitCapacity, spot.count - start)
      let offset = start / 32 * freshet_sign_block_bytes(cells.width)
      let kept = scanSigns(
        blocks + offset, count, cells.width, &table, base, margin, rescorer.threshold,
        next.count >= start + count ? next.blocks.map { $0 + offset } : nil, scratch.hits)
      if kept > 0 { take(kept, names + start) }
    }
  }

  private mutating func take(_ kept: Int, _ names: UnsafePointer<UInt32>) {
    if !rescorer.isFull, kept > 2 * limit {
      var hits = UnsafeMutableBufferPointer(start: scratch.hits, count: kept)
      hits.sort { $0.score > $1.score }
    }
    for hit in 0..<kept {
      let slot = names[Int(scratch.hits[hit].place)] & ~Cell.copyBit
      guard scratch.met.insert(slot) else { continue }
      if let admitted, !admitted.contains(Int(slot)) { continue }
      scratch.pending.append(slot)
      if !rescorer.isFull, scratch.pending.count >= 2 * limit { rescore() }
    }
  }

  private mutating func rescore() {
    if scratch.pending.isEmpty { return }
    rescorer.consider(scratch.pending)
    scratch.pending.removeAll(keepingCapacity: true)
  }
}
