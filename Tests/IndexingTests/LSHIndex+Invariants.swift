internal import FreshetKernels
@testable internal import FreshetIndexing

/// What holds of an `LSHIndex` after every change and every step of its maintenance.
extension LSHIndex {
  /// The first few breaches in words; none of a sound index.
  ///
  /// - Parameter sumsAreExact: whether the rotated vectors add up without rounding, as those of `ExactClusters` do.
  func violations(sumsAreExact: Bool = false) -> [String] {
    let all = addressViolations() + stateViolations() + entryViolations() + cells.spotViolations()
    // Only of entries that are where they should be.
    return Array((all + (all.isEmpty ? tallyViolations(sumsAreExact) + signatureViolations() : [])).prefix(5))
  }

  /// Every address is found where it lies; live and free slots are all there are, each once.
  private func addressViolations() -> [String] {
    let live = vectors.liveSlots()
    let lost = live.filter { vectors.slot(of: vectors.address($0)) != $0 }
    let slots = (live + vectors.free.map(Int.init)).sorted()
    let isWhole = slots == Array(0..<vectors.slotCount) && live.count == count
    let counts = "\(live.count) live, \(vectors.free.count) free, \(vectors.slotCount) slots, counted \(count)"
    return lost.map { "the address of slot \($0) isn't found" } + (isWhole ? [] : [counts])
  }

  /// Every live slot stands once in each of its cells, and nothing else stands anywhere.
  private func entryViolations() -> [String] {
    var expected = [[UInt32]](repeating: [], count: cells.count)
    for slot in vectors.liveSlots() {
      let home = cells.homes(of: slot)
      expected[Int(home.first)].append(UInt32(slot))
      if home.second != CellSet.none { expected[Int(home.second)].append(UInt32(slot) | Cell.copyBit) }
    }
    let dead = vectors.free.filter { cells.homes(of: Int($0)) != (CellSet.none, CellSet.none) }
    let twice = vectors.liveSlots().filter { cells.homes(of: $0).first == cells.homes(of: $0).second }
    return expected.indices.filter { cells.names(in: $0).sorted() != expected[$0].sorted() }.map {
      "cell \($0) holds \(cells.cells[$0].count) entries, which aren't the \(expected[$0].count) that should be there"
    } + dead.map { "the dead slot \($0) has a home" } + twice.map { "slot \($0) has one cell twice" }
  }

  private func stateViolations() -> [String] {
    let states = cells.states
    let full = states.indices.filter { states[$0] == .vacant && cells.cells[$0].count > 0 }
    let isCounted = cells.closed == states.count { $0 != .open }
    let lengths = [
      cells.cells.count, cells.states.count, cells.members.count, cells.changes.count, cells.alphas.count,
      cells.inverseSpreads.count, cells.weights.count, cells.floors.count, cells.spots.count, cells.pivots.count,
      cells.sums.count,
    ]
    return full.map { "cell \($0) is vacant, and holds entries" } + (isCounted ? [] : ["\(cells.closed) closed cells"])
      + (states.contains(.open) ? [] : ["no cell is open"]) + (Set(lengths).count == 1 ? [] : ["lengths \(lengths)"])
  }

  /// Members, sums and weights are those of the vectors.
  private func tallyViolations(_ sumsAreExact: Bool) -> [String] {
    var members = [Int32](repeating: 0, count: cells.count)
    var sums = [[Float]](repeating: [Float](repeating: 0, count: cells.width), count: cells.count)
    for slot in vectors.liveSlots() {
      let cell = Int(cells.homes(of: slot).first)
      members[cell] += 1
      for (index, component) in rotated(slot).enumerated() { sums[cell][index] += component }
    }
    let unlike = members.indices.filter { members[$0] != cells.members[$0] }
    let misweighed = members.indices.filter { Float(cells.cells[$0].count) != cells.weights[$0] }
    let wrong = sums.indices.filter { sumsAreExact && cells.floats(cells.sums, $0) != sums[$0] }
    return unlike.map { "cell \($0) counts \(cells.members[$0]) members, and has \(members[$0])" }
      + misweighed.map { "cell \($0) weighs \(cells.weights[$0]), and has \(cells.cells[$0].count) entries" }
      + wrong.map { "the sum of cell \($0) isn't that of its members" }
  }

  /// Every entry is the signs of its vector less the cell's share of it, by the pivot as it is now.
  private func signatureViolations() -> [String] {
    let bytes = freshet_sign_block_bytes(cells.width)
    let stored = KernelBuffer<UInt8>(repeating: 0, count: bytes)
    let expected = KernelBuffer<UInt8>(repeating: 0, count: bytes)
    var residual = [Float](repeating: 0, count: cells.width)
    return cells.cells.indices.flatMap { cell in
      cells.names(in: cell).enumerated().compactMap { place, name in
        cells.residual(rotated(Int(name & ~Cell.copyBit)), cell, into: &residual)
        SimilarityKernels.fastest.encode_signs(residual, cells.width, expected.base, 0)
        let block = cells.cells[cell].blocks + place / 32 * bytes
        freshet_move_signs(block, place % 32, cells.width, stored.base, 0)
        return stored.values == expected.values ? nil : "cell \(cell) holds other signs of \(name)"
      }
    }
  }

  private func rotated(_ slot: Int) -> [Float] {
    var rotated = [Float](repeating: 0, count: cells.width)
    cells.rotation.rotate(vectors.row(slot), into: &rotated)
    return rotated
  }
}

extension CellSet {
  func names(in cell: Int) -> [UInt32] {
    cells[cell].slab == nil ? [] : Array(UnsafeBufferPointer(start: cells[cell].names(width), count: cells[cell].count))
  }

  fileprivate func floats(_ array: PagedArray, _ element: Int) -> [Float] {
    Array(UnsafeBufferPointer(start: array.floats(element), count: width))
  }

  /// Spots are where the entries lie.
  fileprivate func spotViolations() -> [String] {
    cells.indices.filter { cell in
      let (spot, expected) = (spots[cell], CellSpot(cells[cell], width))
      return spot.count != expected.count || spot.blocks != expected.blocks || spot.names != expected.names
    }.map { "the spot of cell \($0) is an old one" }
  }
}
