internal import FreshetCorpus

/// The table of an index's vectors. Each vector has a slot number from its insertion to its removal; the table stores
/// its components and its address.
///
/// A freed slot is reused by the next insertion. A copy of the table is a snapshot: both share pages until one of them
/// is changed.
///
/// - Complexity: O(1) for all operations except iteration; O(d) for an insertion of a vector with d components.
struct VectorTable: Sendable {
  let dimension: Int
  private(set) var count = 0
  /// The number of slots ever used; every slot number is less than this.
  private(set) var slotCount = 0
  private(set) var rows: PagedArray
  private(set) var addresses: PagedArray
  private(set) var table: AddressTable
  /// One bit per slot: 1 if the slot contains a vector (is live).
  private(set) var live: [UInt64] = []
  private(set) var free: [UInt32] = []
  let pool: MemoryPool
  /// The file that the index was opened from, which contains all pages not changed since; nil if there is none.
  private(set) var image: IndexImage?

  static let rowsPerPage = 256
  static let addressesPerPage = 512

  init(dimension: Int) {
    self.dimension = dimension
    pool = MemoryPool()
    rows = PagedArray(stride: 4 * dimension, elementsPerPage: Self.rowsPerPage, pool: pool)
    addresses = PagedArray(stride: Fingerprint.byteCount, elementsPerPage: Self.addressesPerPage, pool: pool)
    table = AddressTable(pool: pool)
  }

  init(
    dimension: Int, count: Int, rows: PagedArray, addresses: PagedArray, table: AddressTable, live: [UInt64],
    free: [UInt32], image: IndexImage, pool: MemoryPool
  ) {
    self.dimension = dimension
    self.count = count
    self.rows = rows
    self.addresses = addresses
    self.table = table
    self.live = live
    self.pool = pool
    slotCount = rows.count
    self.free = free
    self.image = image
  }

  func slot(of address: ContentAddress) -> Int? {
    isSound(around: address) ? table.slot(of: address, in: addresses) : nil
  }

  /// Returns whether the index is intact, as far as is known. First compares the pages that are needed to find the
  /// address with their checksums.
  func isSound(around address: ContentAddress) -> Bool {
    if image != nil { table.check(around: address) }
    return isSound
  }

  var isSound: Bool { image.map { !$0.isDamaged } ?? true }

  /// Whether the index is intact, as far as is known. First checks whether the index's file was changed in place.
  var isSoundNow: Bool {
    image?.checkState()
    return isSound
  }

  func address(_ slot: Int) -> ContentAddress {
    addresses[slot].assumingMemoryBound(to: ContentAddress.self).pointee
  }

  @inline(__always)
  func row(_ slot: Int) -> UnsafePointer<Float> { UnsafePointer(rows.floats(slot)) }

  @inline(__always)
  func isLive(_ slot: Int) -> Bool { live[slot >> 6] >> UInt64(slot & 63) & 1 == 1 }

  /// Stores a vector in a free slot, and returns the slot.
  ///
  /// - Precondition: `address` has no slot yet.
  mutating func insert(_ vector: UnitVector, at address: ContentAddress) -> Int {
    let slot = free.popLast().map(Int.init) ?? slotCount
    if slot == slotCount {
      slotCount += 1
      rows.grow(to: slotCount)
      addresses.grow(to: slotCount)
      if live.count * 64 < slotCount { live.append(0) }
    }
    live[slot >> 6] |= 1 << UInt64(slot & 63)
    count += 1
    vector.components.withUnsafeBufferPointer { rows.editFloats(slot).update(from: $0.baseAddress!, count: dimension) }
    addresses.edit(slot).storeBytes(of: address, as: ContentAddress.self)
    table.insert(slot, in: addresses)
    return slot
  }

  mutating func remove(_ slot: Int) {
    table.remove(slot, in: addresses)
    live[slot >> 6] &= ~(1 << UInt64(slot & 63))
    free.append(UInt32(slot))
    count -= 1
  }

  /// Compares the pages that contain a slot's vector and address with their checksums, if they are mapped from a file
  /// and haven't been compared yet.
  func check(_ slot: Int) {
    rows.check(slot)
    addresses.check(slot)
  }

  func liveSlots() -> [Int] { (0..<slotCount).filter(isLive) }

  /// The number of bytes for the vectors' components, and for everything else in the table.
  var bytes: (vectors: Int, keys: Int) {
    let keys = addresses.pages.count * Fingerprint.byteCount * Self.addressesPerPage
    let table =
      table.buckets.pages.count * AddressTable.stride * AddressTable.bucketsPerPage + 4 * self.table.directory.count
    return (rows.pages.count * 4 * dimension * Self.rowsPerPage, keys + table + 8 * live.count + 4 * free.count)
  }
}
