internal import FreshetKernels
internal import FreshetCorpus

/// A hash that is learned from the data: each vector goes to the pivot that it lies nearest to, and to a second one,
/// which serves the queries that the first serves badly.
///
/// The second cell is the one with the least |x − p|² + <r, x − p>², where r is the direction of x beyond its first
/// pivot (SOAR: Sun et al., "SOAR: Improved Indexing for Approximate Nearest Neighbor Search", NeurIPS 2023). A query
/// from which the first cell looks far has r against it, so the second cell is chosen across r. For each of its
/// vectors, a cell stores the signs of R x − α p, where α is the mean inner product of the cell's vectors with its
/// pivot.
///
/// Everything is in rotated space.
struct CellSet: Sendable {
  enum State: UInt8, Sendable {
    /// Vectors may be placed in the cell.
    case open = 0
    /// Searches scan the cell, but maintenance empties it: it places the vectors anew, some at a time.
    case draining = 1
    /// The cell holds nothing; its number may be used again.
    case vacant = 2
  }

  let rotation: Rotation
  let pool: MemoryPool
  var cells: [Cell] = []
  private(set) var states: [State] = []
  /// How many cells are not open.
  private(set) var closed = 0
  /// The pivot of each cell: a unit vector, or zero for the very first cell.
  var pivots: PagedArray
  /// Codes of the pivots, for estimating their scores.
  var codes: PagedArray
  /// By cell, the sum of the vectors whose first cell it is.
  var sums: PagedArray
  var members: [Int32] = []
  /// By cell, how many vectors came or left since its pivot was set.
  var changes: [Int32] = []
  var alphas: [Float] = []
  /// By cell, 1 over the root mean square of |R x − α p|.
  var inverseSpreads: [Float] = []
  /// By cell, how many entries it has, both first and second; as floats, for the estimate of recall.
  var weights: [Float] = []
  /// By cell, how many members it must have before maintenance tries again to part it, after that failed.
  var floors: [Int32] = []
  /// Where each cell's entries lie now.
  var spots: [CellSpot] = []
  /// The two cells of each slot; `none` for a cell that it doesn't have.
  var homes: PagedArray

  static let none = UInt32.max
  static let pivotsPerPage = 1_024
  static let homesPerPage = 1_024
  var width: Int { rotation.width }
  var count: Int { cells.count }

  /// A set with one open cell around zero.
  init(dimension: Int, pool: MemoryPool) {
    rotation = Rotation(dimension: dimension)
    self.pool = pool
    pivots = PagedArray(stride: 4 * rotation.width, elementsPerPage: 64, pool: pool)
    sums = PagedArray(stride: 4 * rotation.width, elementsPerPage: 64, pool: pool)
    codes = PagedArray(
      stride: freshet_nibble_block_bytes(rotation.width), elementsPerPage: Self.pivotsPerPage / 16, pool: pool)
    homes = PagedArray(stride: 8, elementsPerPage: Self.homesPerPage, pool: pool)
    _ = add(pivot: [Float](repeating: 0, count: rotation.width), alpha: 0)
  }

  mutating func add(pivot: [Float], alpha: Float) -> Int {
    let cell = states.firstIndex(of: .vacant) ?? cells.count
    if cell == cells.count {
      cells.append(Cell())
      spots.append(CellSpot())
      states.append(.open)
      members.append(0)
      changes.append(0)
      alphas.append(0)
      inverseSpreads.append(1)
      weights.append(0)
      floors.append(0)
      pivots.grow(to: cell + 1)
      sums.grow(to: cell + 1)
      codes.grow(to: cell / 16 + 1)
    }
    mark(cell, .open)
    (members[cell], changes[cell], floors[cell]) = (0, 0, 0)
    sums.editFloats(cell).update(repeating: 0, count: width)
    set(cell, pivot: pivot, alpha: alpha)
    return cell
  }

  mutating func mark(_ cell: Int, _ state: State) {
    closed += (state == .open ? 0 : 1) - (states[cell] == .open ? 0 : 1)
    states[cell] = state
  }

  /// Takes the states of a saved set.
  mutating func restore(_ saved: [State]) {
    states = saved
    closed = saved.count { $0 != .open }
  }

  /// Moves a pivot. The caller must then rewrite what the cell holds.
  mutating func set(_ cell: Int, pivot: [Float], alpha: Float) {
    pivots.editFloats(cell).update(from: pivot, count: width)
    alphas[cell] = alpha
    inverseSpreads[cell] = 1 / max(0.05, 1 - alpha * alpha).squareRoot()
    let block = codes.edit(cell / 16).assumingMemoryBound(to: UInt8.self)
    _ = SimilarityKernels.fastest.encode_nibbles(pivot, width, block, cell % 16)
  }

  func pivot(_ cell: Int) -> UnsafePointer<Float> { UnsafePointer(pivots.floats(cell)) }

  /// Estimates <y, p> for every pivot by its code: off by less than a hundredth.
  func estimates(_ query: NibbleQuery, into scores: UnsafeMutablePointer<Float>) {
    var kernel = query.kernel
    for (number, page) in codes.pages.enumerated() {
      SimilarityKernels.fastest.estimate_nibbles(
        page.bytes.assumingMemoryBound(to: UInt8.self), codes.used(number), width, &kernel,
        scores + number * Self.pivotsPerPage)
    }
  }

  /// How many scores `estimates` may write.
  var scoreCapacity: Int { codes.count * 16 }

  func homes(of slot: Int) -> (first: UInt32, second: UInt32) {
    homes[slot].assumingMemoryBound(to: (UInt32, UInt32).self).pointee
  }

  /// By cell, how many entries these slots have.
  func weights(of slots: Set<Int>) -> [Float] {
    var weights = [Float](repeating: 0, count: count)
    for slot in slots {
      let home = homes(of: slot)
      weights[Int(home.first)] += 1
      if home.second != Self.none { weights[Int(home.second)] += 1 }
    }
    return weights
  }

  /// Writes a vector's entries. `y` is `width` floats, rotated.
  mutating func place(_ slot: Int, _ y: UnsafePointer<Float>, in home: (first: UInt32, second: UInt32)) {
    homes.grow(to: slot + 1)
    homes.edit(slot).assumingMemoryBound(to: (UInt32, UInt32).self).pointee = home
    append(UInt32(slot), y, to: Int(home.first))
    if home.second != Self.none { append(UInt32(slot) | Cell.copyBit, y, to: Int(home.second)) }
    count(y, in: Int(home.first), 1)
  }

  /// Removes a vector's entries.
  mutating func displace(_ slot: Int, _ y: UnsafePointer<Float>) {
    let home = homes(of: slot)
    remove(UInt32(slot), from: Int(home.first))
    if home.second != Self.none { remove(UInt32(slot) | Cell.copyBit, from: Int(home.second)) }
    count(y, in: Int(home.first), -1)
    homes.edit(slot).assumingMemoryBound(to: (UInt32, UInt32).self).pointee = (Self.none, Self.none)
  }

  /// Writes y − α p into `residual`.
  func residual(_ y: UnsafePointer<Float>, _ cell: Int, into residual: UnsafeMutablePointer<Float>) {
    let (pivot, alpha) = (pivot(cell), alphas[cell])
    for index in 0..<width { residual[index] = y[index] - alpha * pivot[index] }
  }

  private mutating func append(_ name: UInt32, _ y: UnsafePointer<Float>, to cell: Int) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { r in
      residual(y, cell, into: r.baseAddress!)
      cells[cell].append(name, r.baseAddress!, width, pool)
    }
    note(cell)
  }

  private mutating func remove(_ name: UInt32, from cell: Int) {
    cells[cell].remove(at: cells[cell].place(of: name, width), width, pool)
    note(cell)
  }

  /// Updates the spot and the weight of a cell; call it after every change of the cell.
  mutating func note(_ cell: Int) {
    spots[cell] = CellSpot(cells[cell], width)
    weights[cell] = Float(cells[cell].count)
  }

  private mutating func count(_ y: UnsafePointer<Float>, in cell: Int, _ sign: Float) {
    let sum = sums.editFloats(cell)
    for index in 0..<width { sum[index] += sign * y[index] }
    members[cell] += Int32(sign)
    changes[cell] += 1
  }
}
