internal import FreshetKernels

/// The work that makes cells follow the vectors. Each step handles some hundred vectors.
///
/// To part a cell makes some members pivots of new cells; to merge a cell makes it draining. Either way its vectors are
/// then placed anew. A pivot moves to the mean of its members (Lloyd, "Least squares quantization in PCM", 1982) when
/// enough of them have changed. Every choice uses counts that each insertion and removal updates. So a step costs
/// O(cells) to choose, and O(one cell) to do.
extension LSHIndex {
  /// Below this many vectors, one cell holds all: scanning every signature is as fast as choosing cells.
  static let fewestParted = 16_384
  private static let cellsPerRoot = 3.5
  private static let vectorsPerStep = 256
  /// A cell with more than `largest` times the mean is parted; one with less than a `smallest`th of it is merged.
  private static let largest = 4
  private static let smallest = 8

  /// How many cells to have. Cells grow as the root of the vectors, so that scoring pivots and scanning cells take
  /// alike.
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

  /// Makes some members of a cell, as different as possible, the pivots of new cells, and lets the cell drain.
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

  /// Moves the pivot to the mean, rewrites the entries that stay, and places those anew that are nearer to other cells
  /// now.
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
  /// Rewrites an entry after its cell's pivot has moved.
  mutating func rewrite(_ name: UInt32, _ y: UnsafePointer<Float>, in cell: Int) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { r in
      residual(y, cell, into: r.baseAddress!)
      cells[cell].rewrite(r.baseAddress!, at: cells[cell].place(of: name, width), width, pool)
    }
    note(cell)
  }
}
