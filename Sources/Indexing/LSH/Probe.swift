internal import FreshetKernels
internal import FreshetCorpus

/// One approximate search. It scans the cells, nearest first, until it expects few enough of the true neighbours in the
/// cells not scanned.
struct Probe {
  private let cells: CellView
  private(set) var scratch: ProbeScratch
  private let rates: UnsafePointer<Float>
  private let limit: Int
  private let admitted: AdmittedSlots?
  private let extent: ProbeExtent
  private let caution: Float
  private var rescorer: Rescorer
  private var table: freshet_sign_query
  private let margin: Float
  private let scanSigns = SimilarityKernels.fastest.scan_signs

  private static let misjudged = 1 - ProbeExtent.elsewhere

  /// - Parameter scratch: scratch memory, which already contains the rotated query and the pivots' scores.
  init(
    _ cells: CellView, _ scratch: ProbeScratch, _ rates: UnsafePointer<Float>, _ rescorer: Rescorer, limit: Int,
    among admitted: AdmittedSlots?, extent: ProbeExtent, caution: Float
  ) {
    self.cells = cells
    self.scratch = scratch
    self.rates = rates
    self.rescorer = rescorer
    self.limit = limit
    self.admitted = admitted
    self.extent = extent
    self.caution = caution
    table = freshet_sign_query(sums: UnsafePointer(scratch.sums), step: 0, least: 0)
    freshet_tabulate_signs(scratch.rotated, cells.width, scratch.sums, &table)
    let rounding = table.step * table.step * Float(cells.width) / 48
    margin = Self.deviations(limit, extent.missed) * (0.36 + rounding).squareRoot()
    self.scratch.met.removeAll()
    self.scratch.scanned.removeAll(keepingCapacity: true)
  }

  /// Returns how many standard deviations are added to a score estimated from signs before the vector is dropped, so
  /// that the search loses at most the allowed number of neighbours by misestimates.
  ///
  /// The sum over signs has a standard deviation of about 0.6 |y|, because the cosine of a vector and its signs is
  /// about 0.8 (RaBitQ, section 3.2). Rounding the table's values adds a variance of step²/12 for each group of four
  /// components. Only about two in five neighbours have scores so near to the threshold that they could be lost.
  private static func deviations(_ limit: Int, _ allowed: Double) -> Float {
    Float(NormalTail.deviations(beyond: min(0.1, misjudged / 0.4 * allowed / Double(limit))))
  }

  /// Performs the search, and returns the neighbours found with their estimated recall.
  mutating func run() -> Neighbours {
    seed()
    switch extent {
    case .missing(let allowed): return widen(untilMissing: Float(ProbeExtent.elsewhere * allowed))
    case .yielding(let least, _): return sweep(yielding: least)
    }
  }

  /// Scans cells in steps of growing size until at most `allowed` neighbours are expected in the others. After each
  /// step, the remaining cells are chosen anew: the threshold (the score of the last of the best so far) has risen, so
  /// that fewer cells matter.
  private mutating func widen(untilMissing allowed: Float) -> Neighbours {
    var step = 8
    while true {
      let plan = plan { missed, _ in missed <= allowed }
      if plan.count == 0 { return answer(plan.missed) }
      for place in 0..<min(step, plan.count) { scan(place, of: plan.count) }
      rescore()
      step += step / 2
    }
  }

  /// Scans every cell whose yield (the expected share of the neighbours per entry) is at least `least`. As the
  /// threshold rises, fewer cells can contain neighbours, and the yields of those that can rise. So the cells are
  /// chosen anew after each pass, until no unscanned cell has enough yield.
  private mutating func sweep(yielding least: Float) -> Neighbours {
    while true {
      let plan = plan { _, yield in yield < least }
      if plan.count == 0 { return answer(plan.missed) }
      for place in 0..<plan.count where place < 8 || isBelow(plan.cut, Int(scratch.order[place])) {
        scan(place, of: plan.count)
      }
      rescore()
    }
  }

  /// Returns whether the distance of a cell is still in a bin before `cut`. The threshold, and so the distance, may
  /// have risen since the plan was made.
  private func isBelow(_ cut: Int, _ cell: Int) -> Bool {
    let u = (rescorer.threshold - cells.alphas[cell] * scratch.scores[cell]) * cells.inverseSpreads[cell]
    return RecallModel.bin(u) < cut
  }

  private func answer(_ missed: Float) -> Neighbours {
    let expected = Double(missed) + Self.misjudged * extent.missed
    return Neighbours(found: rescorer.neighbours(), recall: max(0, 1 - expected / Double(limit)), isExact: false)
  }

  /// Gets a first threshold by scoring the likeliest entries of the nearest cells, and then scans these cells with it.
  private mutating func seed() {
    var (wanted, nearest) = (2 * limit, 0)
    let cellsKnown = SimilarityKernels.fastest.greatest(scratch.scores, cells.count, 32, scratch.order)
    var likely: [freshet_scan_hit] = []
    while nearest < cellsKnown, likely.count < wanted || nearest < 2 {
      gather(Int(scratch.order[nearest]), into: &likely)
      nearest += 1
    }
    if likely.count > wanted { likely.sort { $0.score > $1.score } }
    while !rescorer.isFull, !likely.isEmpty {
      for hit in likely.prefix(wanted) where scratch.met.insert(hit.place) { scratch.pending.append(hit.place) }
      likely.removeFirst(min(wanted, likely.count))
      rescore()
      wanted *= 2
    }
    for place in 0..<nearest { scan(place, of: nearest) }
    rescore()
  }

  /// Adds the slots of the best signatures of a cell to `likely`, with their estimated scores.
  private func gather(_ cell: Int, into likely: inout [freshet_scan_hit]) {
    let spot = cells.spots[cell]
    guard let blocks = spot.blocks, let names = spot.names else { return }
    let base = cells.alphas[cell] * scratch.scores[cell]
    var least = -Float.greatestFiniteMagnitude
    for start in stride(from: 0, to: spot.count, by: ProbeScratch.hitCapacity) {
      var table = table
      let kept = scanSigns(
        blocks + start / 32 * freshet_sign_block_bytes(cells.width), min(ProbeScratch.hitCapacity, spot.count - start),
        cells.width, &table, base, 0, least, nil, scratch.hits)
      if kept > 4 * limit {
        let hits = UnsafeBufferPointer(start: scratch.hits, count: kept)
        least = Self.score(of: 2 * limit, hits)
      }
      for hit in 0..<kept where scratch.hits[hit].score >= least {
        let slot = names[start + Int(scratch.hits[hit].place)] & ~Cell.copyBit
        if slot < rescorer.slotCount, admitted?.contains(Int(slot)) ?? true {
          likely.append(freshet_scan_hit(place: slot, score: scratch.hits[hit].score))
        }
      }
    }
  }

  /// Returns a score that about `count` of the hits reach, assuming a normal distribution.
  private static func score(of count: Int, _ hits: UnsafeBufferPointer<freshet_scan_hit>) -> Float {
    var (sum, squares) = (Float(0), Float(0))
    for hit in hits {
      sum += hit.score
      squares += hit.score * hit.score
    }
    let mean = sum / Float(hits.count)
    let deviation = max(0, squares / Float(hits.count) - mean * mean).squareRoot()
    return mean + deviation * Float(NormalTail.deviations(beyond: min(0.49, Double(count) / Double(hits.count))))
  }

  private typealias Plan = (count: Int, cut: Int, missed: Float)

  /// Chooses the cells to scan, and writes them to `scratch.order`, nearest first. Cells are grouped by distance into
  /// bins.
  ///
  /// - Parameter mayMiss: returns whether the search may leave out a bin and all farther ones, given the number of
  ///   neighbours expected in all these, and the yield of the bin. It is called from the farthest bin inwards until it
  ///   returns false.
  /// - Returns: the number of cells to scan, the first bin left out, and the number of neighbours expected in the bins
  ///   left out.
  private func plan(_ mayMiss: (_ missed: Float, _ yield: Float) -> Bool) -> Plan {
    freshet_bin_distances(
      scratch.scores, cells.alphas, cells.inverseSpreads, cells.count, rescorer.threshold, RecallModel.first,
      1 / RecallModel.step, scratch.bins)
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: 256) { weights in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { sizes in
        let (weights, sizes) = (weights.baseAddress!, sizes.baseAddress!)
        freshet_sum_bins(scratch.bins, cells.weights, cells.count, weights, sizes)
        let scale = scale(weights)
        leaveOutScanned(weights, sizes)
        var (cut, missed) = (RecallModel.bins, Float(0))
        while cut > 0 {
          let more = missed + weights[cut - 1] * rates[cut - 1] * scale
          guard mayMiss(caution * more, rates[cut - 1] * scale / Float(limit)) else { break }
          (cut, missed) = (cut - 1, more)
        }
        return (order(below: cut, sizes), cut, caution * missed)
      }
    }
  }

  /// Returns the factor that makes the numbers of neighbours expected in all cells add up to `limit`.
  private func scale(_ weights: UnsafePointer<Float>) -> Float {
    var expected = Float.leastNormalMagnitude
    for bin in 0..<RecallModel.bins { expected += weights[bin] * rates[bin] }
    return Float(limit) / expected
  }

  private func leaveOutScanned(_ weights: UnsafeMutablePointer<Float>, _ sizes: UnsafeMutablePointer<UInt32>) {
    for cell in scratch.scanned {
      let bin = Int(scratch.bins[Int(cell)])
      weights[bin] -= cells.weights[Int(cell)]
      sizes[bin] -= 1
      scratch.bins[Int(cell)] = .max
    }
  }

  private func order(below cut: Int, _ sizes: UnsafeMutablePointer<UInt32>) -> Int {
    var start: UInt32 = 0
    for bin in 0..<cut { (sizes[bin], start) = (start, start + sizes[bin]) }
    if start > 0 { freshet_order_bins(scratch.bins, cells.count, UInt8(cut), sizes, scratch.order) }
    return Int(start)
  }

  /// Scans the cell at `place` in `scratch.order`, and scores the candidates once there are enough for an efficient
  /// call.
  private mutating func scan(_ place: Int, of planned: Int) {
    let next = place + 1 < planned ? cells.spots[Int(scratch.order[place + 1])] : CellSpot()
    scan(Int(scratch.order[place]), next: next)
    if scratch.pending.count >= 48 { rescore() }
  }

  private mutating func scan(_ cell: Int, next: CellSpot) {
    let spot = cells.spots[cell]
    scratch.scanned.append(UInt32(cell))
    guard let blocks = spot.blocks, let names = spot.names else { return }
    let base = cells.alphas[cell] * scratch.scores[cell]
    for start in stride(from: 0, to: spot.count, by: ProbeScratch.hitCapacity) {
      let count = min(ProbeScratch.hitCapacity, spot.count - start)
      let offset = start / 32 * freshet_sign_block_bytes(cells.width)
      let kept = scanSigns(
        blocks + offset, count, cells.width, &table, base, margin, rescorer.threshold,
        next.count >= start + count ? next.blocks.map { $0 + offset } : nil, scratch.hits)
      for hit in 0..<kept { take(names[start + Int(scratch.hits[hit].place)] & ~Cell.copyBit) }
    }
  }

  private mutating func take(_ slot: UInt32) {
    guard slot < rescorer.slotCount, scratch.met.insert(slot) else { return }
    if let admitted, !admitted.contains(Int(slot)) { return }
    scratch.pending.append(slot)
  }

  private mutating func rescore() {
    if scratch.pending.isEmpty { return }
    rescorer.consider(scratch.pending)
    scratch.pending.removeAll(keepingCapacity: true)
  }
}
