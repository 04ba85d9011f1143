internal import FreshetKernels
internal import Glibc

/// Where a cell's entries lie, for as long as its slab lives. Searches go through hundreds of cells, and read only this
/// of each.
struct CellSpot: @unchecked Sendable {  // the slabs belong to the cells, which live beside the spots
  let blocks: UnsafePointer<UInt8>?
  let names: UnsafePointer<UInt32>?
  let count: Int

  init() { (blocks, names, count) = (nil, nil, 0) }

  init(_ cell: Cell, _ width: Int) {
    count = cell.count
    blocks = cell.slab.map { UnsafePointer($0.bytes.assumingMemoryBound(to: UInt8.self)) }
    names = cell.slab == nil ? nil : UnsafePointer(cell.names(width))
  }
}

/// The signatures of the vectors that hash to one pivot, side by side, each with the slot of its vector.
///
/// The slab holds `capacity` sign blocks, then the entries' names, 32 per block. A vector stands in two cells; its
/// second copy's name has the highest bit set. Removal moves the last entry into the gap.
struct Cell: Sendable {
  private(set) var slab: Slab?
  private(set) var count = 0
  /// How many blocks the slab has room for.
  private(set) var capacity = 0

  static let copyBit: UInt32 = 1 << 31

  init() {}

  init(slab: Slab?, count: Int, capacity: Int) {
    self.slab = slab
    self.count = count
    self.capacity = capacity
  }

  static func bytes(_ capacity: Int, _ width: Int) -> Int {
    capacity * (freshet_sign_block_bytes(width) + 4 * Int(FRESHET_SIGN_LANES))
  }

  /// - Precondition: the cell has a slab.
  @inline(__always)
  var blocks: UnsafeMutablePointer<UInt8> { slab!.bytes.assumingMemoryBound(to: UInt8.self) }

  @inline(__always)
  func names(_ width: Int) -> UnsafeMutablePointer<UInt32> {
    (slab!.bytes + capacity * freshet_sign_block_bytes(width)).assumingMemoryBound(to: UInt32.self)
  }

  /// - Complexity: O(1) for the last entry, which maintenance removes first when it empties a cell; else O(entries).
  func place(of name: UInt32, _ width: Int) -> Int {
    let names = names(width)
    if count > 0, names[count - 1] == name { return count - 1 }
    for place in 0..<count where names[place] == name { return place }
    preconditionFailure("entry \(name) isn't in its cell")
  }

  /// - Parameter residual: `width` floats.
  mutating func append(_ name: UInt32, _ residual: UnsafePointer<Float>, _ width: Int, _ pool: MemoryPool) {
    makeRoom(width, pool)
    count += 1
    names(width)[count - 1] = name
    encode(residual, at: count - 1, width)
  }

  mutating func rewrite(_ residual: UnsafePointer<Float>, at place: Int, _ width: Int, _ pool: MemoryPool) {
    own(capacity, width, pool)
    encode(residual, at: place, width)
  }

  mutating func remove(at place: Int, _ width: Int, _ pool: MemoryPool) {
    own(capacity, width, pool)
    let last = count - 1
    if place != last {
      freshet_move_signs(block(last, width), last % 32, width, block(place, width), place % 32)
      names(width)[place] = names(width)[last]
    }
    count = last
    if last == 0 { (slab, capacity) = (nil, 0) }
  }

  private func block(_ place: Int, _ width: Int) -> UnsafeMutablePointer<UInt8> {
    blocks + place / 32 * freshet_sign_block_bytes(width)
  }

  private func encode(_ residual: UnsafePointer<Float>, at place: Int, _ width: Int) {
    SimilarityKernels.fastest.encode_signs(residual, width, block(place, width), place % 32)
  }

  private mutating func makeRoom(_ width: Int, _ pool: MemoryPool) {
    own(count < 32 * capacity ? capacity : capacity + max(1, capacity / 16), width, pool)
  }

  /// Makes the cell the sole owner of memory for `room` blocks, at least as many as it has.
  private mutating func own(_ room: Int, _ width: Int, _ pool: MemoryPool) {
    if room == capacity, slab == nil || (isKnownUniquelyReferenced(&slab) && slab!.isOwned) { return }
    let grown = Slab(Self.bytes(room, width), from: pool)
    if let slab {
      slab.check()
      memcpy(grown.bytes, slab.bytes, capacity * freshet_sign_block_bytes(width))
      memcpy(grown.bytes + room * freshet_sign_block_bytes(width), names(width), 4 * count)
    }
    slab = grown
    capacity = room
  }
}
