internal import CKernels
internal import Corpus

/// One search: cells are scanned nearest first, until the neighbours that the others are expected to hold are few enough.
struct Probe {
  private let cells: CellView
  private(set) var scratch: ProbeScratch
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

  /// Of the neighbours that may be missed, those lost because signs misjudge them; the others are lost in cells not scanned.
  private static let misjudged = 0.2

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
    self.scratch.met.removeAll()
  }

  /// How many standard deviations of its estimate a vector's score may lie above, so that no more are lost by that than may
  /// be. S, the sum over signs, has a deviation of about 0.6 |y|, for the cosine of a vector and its signs is about 0.8
  /// (RaBitQ, section 3.2); its rounding to steps adds a twelfth of a step squared for each group of four. Neighbours are
  /// mostly farther above the last place than that, so that about two of five are at stake.
  private static func deviations(_ limit: Int, _ allowed: Double) -> Float {
    Float(NormalTail.deviations(beyond: min(0.1, misjudged / 0.4 * allowed / Double(limit))))
  }

  mutating func run() -> Neighbours {
    seed()
    var step = 8
    while true {
      let (planned, missed) = plan(for: (1 - Self.misjudged) * allowed)
      if planned == 0 {
        let expected = Double(missed) + Self.misjudged * allowed
        return Neighbours(found: rescorer.neighbours(), recall: max(0, 1 - expected / Double(limit)), isExact: false)
      }
      scan(min(step, planned))
      step += step / 2
    }
  }

  /// Finds a first last place among the likeliest of the nearest cells, which are then scanned with it.
  private mutating func seed() {
    var (wanted, nearest, found) = (2 * limit, 0, 0)
    let cellsKnown = SimilarityKernels.fastest.greatest(scratch.scores, cells.count, 32, scratch.order)
    var likely: [freshet_scan_hit] = []
    while nearest < cellsKnown, found < 8 * limit || nearest < 2 {
      let cell = Int(scratch.order[nearest])
      found += cells.spots[cell].count
      gather(cell, into: &likely)
      nearest += 1
    }
    if likely.count > wanted { likely.sort { $0.score > $1.score } }
    while !rescorer.isFull, !likely.isEmpty {
      for hit in likely.prefix(wanted) where scratch.met.insert(hit.place) { scratch.pending.append(hit.place) }
      likely.removeFirst(min(wanted, likely.count))
      rescore()
      wanted *= 2
    }
    scan(nearest)
  }

  /// The best signatures of a cell, by slot.
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
        if admitted?.contains(Int(slot)) ?? true {
          likely.append(freshet_scan_hit(place: slot, score: scratch.hits[hit].score))
        }
      }
    }
  }

  /// A score that about `count` of the hits reach.
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

  /// Orders the cells to be scanned, nearest first, so that those left out are expected to hold no more than `allowed`.
  ///
  /// - Returns: how many there are, and the neighbours that the others are expected to hold.
  private func plan(for allowed: Double) -> (planned: Int, missed: Float) {
    freshet_bin_distances(
      scratch.scores, cells.alphas, cells.inverseSpreads, cells.count, rescorer.threshold, RecallModel.first,
      1 / RecallModel.step, scratch.bins)
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: 256) { weights in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { sizes in
        freshet_sum_bins(scratch.bins, cells.weights, cells.count, weights.baseAddress!, sizes.baseAddress!)
        var (missed, cut) = (Float(0), RecallModel.bins)
        while cut > 0, missed + weights[cut - 1] * rates[cut - 1] * share <= Float(allowed) {
          cut -= 1
          missed += weights[cut] * rates[cut] * share
        }
        var start: UInt32 = 0
        for bin in 0..<cut { (sizes[bin], start) = (start, start + sizes[bin]) }
        freshet_order_bins(scratch.bins, cells.count, UInt8(cut), sizes.baseAddress!, scratch.order)
        return (Int(start), missed)
      }
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
    scratch.bins[cell] = UInt8(FRESHET_SCANNED)
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
    guard scratch.met.insert(slot) else { return }
    if let admitted, !admitted.contains(Int(slot)) { return }
    scratch.pending.append(slot)
  }

  private mutating func rescore() {
    if scratch.pending.isEmpty { return }
    rescorer.consider(scratch.pending)
    scratch.pending.removeAll(keepingCapacity: true)
  }
}
