internal import FreshetKernels

/// Maintenance, which adapts the cells to the vectors. Each step handles a few hundred vectors.
///
/// A cell that is too large is split: some of its members become the pivots of new cells. A cell that is too small is
/// merged. In both cases the cell drains, that is, its vectors are assigned to other cells. A pivot moves to the mean
/// of its members when enough of them have changed (Lloyd, "Least squares quantization in PCM", 1982). The choice uses
/// counts that each insertion and removal updates, so a step takes O(cells) to choose a cell, and O(size of the cell)
/// for the work.
extension LSHIndex {
  /// The minimum number of vectors for which there are several cells. For fewer, scanning all signatures is as fast as
  /// choosing cells.
  static let fewestParted = 16_384
  private static let cellsPerRoot = 3.5
  private static let vectorsPerStep = 256
  /// A cell with more than `largest` times the mean number of members is split; one with less than 1/`smallest` of the
  /// mean is merged.
  private static let largest = 4
  private static let smallest = 8

  /// The desired number of cells. It grows with the square root of the number of vectors, so that scoring pivots and
  /// scanning cells take about the same time.
  private var cellTarget: Int {
    let planned = max(count, count >= Self.fewestParted ? reserved : 0)
    return planned < Self.fewestParted ? 1 : Int(Self.cellsPerRoot * Double(planned).squareRoot())
  }

  public mutating func maintain() -> Bool {
    if let image = vectors.image, image.checkNext(4 << 20) { return true }
    if !isSound { return false }
    if let cell = cells.states.firstIndex(of: .draining) {
      drain(cell)
      return true
    }
    if let cell = cellToPart() {
      part(cell)
      return true
    }
    if let cell = cellToMerge() {
      cells.mark(cell, .draining)
      return true
    }
    if let cell = cellToMove() {
      move(cell)
      return true
    }
    return calibrate()
  }

  private var openCells: Int { cells.count - cells.closed }

  private func cellToPart() -> Int? {
    let (open, target) = (openCells, cellTarget)
    if target == 1 { return nil }
    let ideal = Double(count) / Double(target)
    let isShort = 10 * open < 7 * target
    let candidates = cells.members.indices.filter { cells.states[$0] == .open && cells.members[$0] >= cells.floors[$0] }
    guard let cell = candidates.max(by: { cells.members[$0] < cells.members[$1] }) else { return nil }
    let members = Double(cells.members[cell])
    return members > Double(Self.largest) * ideal || (isShort && members >= 2 * ideal && members >= 4) ? cell : nil
  }

  private func cellToMerge() -> Int? {
    let (open, target) = (openCells, cellTarget)
    if open > 2 * target {
      return cells.members.indices.filter { cells.states[$0] == .open }.min { cells.members[$0] < cells.members[$1] }
    }
    guard open > 1, 2 * open > target else { return nil }
    let least = count / open / Self.smallest
    return cells.members.indices.first { cells.states[$0] == .open && cells.members[$0] < least }
  }

  private func cellToMove() -> Int? {
    if openCells < 2 { return nil }
    return cells.changes.indices.first {
      cells.states[$0] == .open && cells.members[$0] > 0 && cells.changes[$0] > max(8, cells.members[$0])
    }
  }

  /// Splits a cell: makes some of its members, randomly chosen and different from each other, the pivots of new cells,
  /// and lets the old cell drain.
  private mutating func part(_ cell: Int) {
    let ideal = max(1, count / cellTarget)
    let parts = min(max(2, Int(cells.members[cell]) / ideal), max(2, cellTarget - openCells + 1))
    let pivots = distinctMembers(of: cell, parts)
    if pivots.count < 2 {
      cells.floors[cell] = 2 * cells.members[cell]
      return
    }
    let alpha = openCells > 1 ? cells.alphas[cell] : 0.6
    for pivot in pivots { _ = cells.add(pivot: pivot, alpha: alpha) }
    cells.mark(cell, .draining)
  }

  private mutating func distinctMembers(of cell: Int, _ parts: Int) -> [[Float]] {
    let names = cells.cells[cell].names(cells.width)
    let members = (0..<cells.cells[cell].count).map { names[$0] }.filter { $0 & Cell.copyBit == 0 }
    var pivots: [[Float]] = []
    for slot in members.shuffled(using: &random) where pivots.count < parts {
      var y = [Float](repeating: 0, count: cells.width)
      cells.rotation.rotate(vectors.row(Int(slot)), into: &y)
      let isNew = pivots.suffix(8).allSatisfy { zip($0, y).reduce(0) { $0 + $1.0 * $1.1 } < 0.9999 }
      if isNew { pivots.append(y) }
    }
    return pivots
  }

  private mutating func drain(_ cell: Int) {
    for _ in 0..<Self.vectorsPerStep {
      let entries = cells.cells[cell].count
      if entries == 0 {
        cells.mark(cell, .vacant)
        return
      }
      let slot = Int(cells.cells[cell].names(cells.width)[entries - 1] & ~Cell.copyBit)
      withRotated(slot) { index, y in
        index.cells.displace(slot, y)
        index.cells.place(slot, y, in: index.cells.home(of: y))
      }
    }
  }

  /// Moves the pivot of a cell to the mean of its members. Then rewrites the signatures of the entries that stay, and
  /// moves the vectors that now belong in other cells.
  private mutating func move(_ cell: Int) {
    let sum = cells.sums.floats(cell)
    var squares = 0.0
    for index in 0..<cells.width { squares += Double(sum[index]) * Double(sum[index]) }
    let norm = Float(squares.squareRoot())
    guard norm > 0 else {
      cells.changes[cell] = 0
      return
    }
    cells.set(
      cell, pivot: (0..<cells.width).map { sum[$0] / norm }, alpha: min(1, norm / Float(cells.members[cell])))
    cells.changes[cell] = 0
    let names = cells.cells[cell].names(cells.width)
    for name in (0..<cells.cells[cell].count).map({ names[$0] }) { revisit(name, in: cell) }
  }

  private mutating func revisit(_ name: UInt32, in cell: Int) {
    let slot = Int(name & ~Cell.copyBit)
    withRotated(slot) { index, y in
      let home = name & Cell.copyBit == 0 ? index.cells.home(of: y) : index.cells.homes(of: slot)
      if home == index.cells.homes(of: slot) {
        index.cells.rewrite(name, y, in: cell)
      } else {
        index.cells.displace(slot, y)
        index.cells.place(slot, y, in: home)
      }
    }
  }
}

extension CellSet {
  /// Rewrites the signature of an entry after the cell's pivot has moved.
  mutating func rewrite(_ name: UInt32, _ y: UnsafePointer<Float>, in cell: Int) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { r in
      residual(y, cell, into: r.baseAddress!)
      cells[cell].rewrite(r.baseAddress!, at: cells[cell].place(of: name, width), width, pool)
    }
    note(cell)
  }
}
