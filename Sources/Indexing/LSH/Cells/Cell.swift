internal import FreshetKernels
internal import Glibc

/// Pointers to the entries of a cell, valid as long as the cell's memory (slab) exists. A search visits hundreds of
/// cells, and reads only this compact record of each.
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

/// The cell of one pivot: the sign signatures of the vectors assigned to this pivot, each with the slot of its vector.
///
/// The cell's memory (slab) contains `capacity` blocks of 32 signatures, followed by 32 names per block. A name is the
/// slot of a vector. A vector usually has entries in two cells; in the second, the name's highest bit is set. Removing
/// an entry moves the last one into its place.
struct Cell: Sendable {
  private(set) var slab: Slab?
  private(set) var count = 0
  /// The number of blocks for which the slab has room.
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

  /// A pointer to the first block of signatures. The cell must have a slab, that is, room for entries.
  @inline(__always)
  var blocks: UnsafeMutablePointer<UInt8> { slab!.bytes.assumingMemoryBound(to: UInt8.self) }

  @inline(__always)
  func names(_ width: Int) -> UnsafeMutablePointer<UInt32> {
    (slab!.bytes + capacity * freshet_sign_block_bytes(width)).assumingMemoryBound(to: UInt32.self)
  }

  /// Returns the position of the entry with this name. Traps if the cell has no such entry.
  ///
  /// - Complexity: O(1) for the last entry, which maintenance removes first when it empties a cell; otherwise
  ///   O(entries).
  func place(of name: UInt32, _ width: Int) -> Int {
    let names = names(width)
    if count > 0, names[count - 1] == name { return count - 1 }
    for place in 0..<count where names[place] == name { return place }
    preconditionFailure("entry \(name) isn't in its cell")
  }

  /// Adds an entry.
  ///
  /// - Parameters:
  ///   - name: the slot of the vector, with `copyBit` set in the vector's second cell.
  ///   - residual: the vector minus its share of the pivot, `width` floats. The signature consists of their signs.
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

  /// Makes the cell the sole owner of a slab with room for `room` blocks. Copies the slab if it is shared, mapped from
  /// a file or too small.
  ///
  /// - Precondition: `room >= capacity`.
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
