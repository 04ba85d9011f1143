internal import FreshetKernels
internal import FreshetCorpus

/// A partition of the vectors into cells, one for each pivot (cluster centre). Each vector is assigned to the cell of
/// its nearest pivot, and to a second cell for queries that would miss it in the first.
///
/// The second cell is the one with the least |x − p|² + <r, x − p>², where p is its pivot and r the unit vector of x's
/// residual to the first pivot (SOAR: Sun et al., "SOAR: Improved Indexing for Approximate Nearest Neighbor Search",
/// NeurIPS 2023). A query underestimates the first cell if it has a large component along r; so the second cell's
/// residual should be orthogonal to r. For each of its vectors x, a cell stores the signs of R x − α p, where R is the
/// rotation and α the mean inner product of the cell's vectors with its pivot.
///
/// All vectors and pivots here are rotated by `rotation`.
struct CellSet: Sendable {
  enum State: UInt8, Sendable {
    /// The cell accepts new vectors.
    case open = 0
    /// The cell accepts no vectors. Maintenance moves its vectors to other cells, some at a time; until then, searches
    /// still scan the cell.
    case draining = 1
    /// The cell is empty, and its number can be reused.
    case vacant = 2
  }

  let rotation: Rotation
  let pool: MemoryPool
  var cells: [Cell] = []
  private(set) var states: [State] = []
  /// The number of cells that aren't open.
  private(set) var closed = 0
  /// For each cell, its pivot: a unit vector, or zero for the initial cell.
  var pivots: PagedArray
  /// The 4-bit codes of the pivots, from which their inner products with a query are estimated.
  var codes: PagedArray
  /// For each cell, the sum of the vectors that are its members (see `members`).
  var sums: PagedArray
  /// For each cell, the number of its members: the vectors that have this cell as their first cell.
  var members: [Int32] = []
  /// For each cell, the number of members added or removed since its pivot was set.
  var changes: [Int32] = []
  /// For each cell, α: the mean inner product of its members with its pivot.
  var alphas: [Float] = []
  /// For each cell, 1 / the root mean square of |R x − α p| over its members, which is 1 / √(1 − α²); at most 1 /
  /// √0.05.
  var inverseSpreads: [Float] = []
  /// For each cell, the number of its entries, of first and second cells, as floats for the recall model.
  var weights: [Float] = []
  /// For each cell, the number of members below which maintenance doesn't try to split the cell again, because an
  /// earlier attempt failed.
  var floors: [Int32] = []
  /// For each cell, pointers to its entries.
  var spots: [CellSpot] = []
  /// For each slot, the numbers of its two cells; `none` for a missing one.
  var homes: PagedArray

  static let none = UInt32.max
  static let pivotsPerPage = 1_024
  static let homesPerPage = 1_024
  var width: Int { rotation.width }
  var count: Int { cells.count }

  /// Makes a set with one open cell, whose pivot is zero.
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

  /// Adds an open cell with this pivot, reusing the number of a vacant one. Returns its number.
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

  /// Restores the cells' states from a saved index.
  mutating func restore(_ saved: [State]) {
    states = saved
    closed = saved.count { $0 != .open }
  }

  /// Sets the pivot of a cell. The caller must then rewrite the signatures of the cell's entries.
  mutating func set(_ cell: Int, pivot: [Float], alpha: Float) {
    pivots.editFloats(cell).update(from: pivot, count: width)
    alphas[cell] = alpha
    inverseSpreads[cell] = 1 / max(0.05, 1 - alpha * alpha).squareRoot()
    let block = codes.edit(cell / 16).assumingMemoryBound(to: UInt8.self)
    _ = SimilarityKernels.fastest.encode_nibbles(pivot, width, block, cell % 16)
  }

  func pivot(_ cell: Int) -> UnsafePointer<Float> { UnsafePointer(pivots.floats(cell)) }

  /// Estimates the inner product <y, p> of the query y with every pivot p from the pivots' codes. The error is less
  /// than 0.01.
  func estimates(_ query: NibbleQuery, into scores: UnsafeMutablePointer<Float>) {
    var kernel = query.kernel
    for (number, page) in codes.pages.enumerated() {
      SimilarityKernels.fastest.estimate_nibbles(
        page.bytes.assumingMemoryBound(to: UInt8.self), codes.used(number), width, &kernel,
        scores + number * Self.pivotsPerPage)
    }
  }

  /// The number of scores that `estimates` may write.
  var scoreCapacity: Int { codes.count * 16 }

  func homes(of slot: Int) -> (first: UInt32, second: UInt32) {
    homes[slot].assumingMemoryBound(to: (UInt32, UInt32).self).pointee
  }

  /// Returns for each cell the number of its entries that belong to vectors in these slots.
  func weights(of slots: Set<Int>) -> [Float] {
    var weights = [Float](repeating: 0, count: count)
    for slot in slots {
      let home = homes(of: slot)
      weights[Int(home.first)] += 1
      if home.second != Self.none { weights[Int(home.second)] += 1 }
    }
    return weights
  }

  /// Adds the entries of a vector to its cells.
  ///
  /// - Parameter y: the rotated vector, `width` floats.
  mutating func place(_ slot: Int, _ y: UnsafePointer<Float>, in home: (first: UInt32, second: UInt32)) {
    homes.grow(to: slot + 1)
    homes.edit(slot).assumingMemoryBound(to: (UInt32, UInt32).self).pointee = home
    append(UInt32(slot), y, to: Int(home.first))
    if home.second != Self.none { append(UInt32(slot) | Cell.copyBit, y, to: Int(home.second)) }
    count(y, in: Int(home.first), 1)
  }

  /// Removes the entries of a vector from its cells. `y` is the rotated vector.
  mutating func displace(_ slot: Int, _ y: UnsafePointer<Float>) {
    let home = homes(of: slot)
    remove(UInt32(slot), from: Int(home.first))
    if home.second != Self.none { remove(UInt32(slot) | Cell.copyBit, from: Int(home.second)) }
    count(y, in: Int(home.first), -1)
    homes.edit(slot).assumingMemoryBound(to: (UInt32, UInt32).self).pointee = (Self.none, Self.none)
  }

  /// Computes the residual y − α p of a vector in a cell.
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

  /// Updates `spots` and `weights` of a cell. Call this after every change of its entries.
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
