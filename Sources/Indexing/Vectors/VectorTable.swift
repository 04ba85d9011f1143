internal import FreshetCorpus

/// The vectors of an index, each in a slot that it keeps until it is removed: components, address, and which slots are
/// live.
///
/// A freed slot is the next one used. A copy is a snapshot: pages are shared until one side writes.
///
/// - Complexity: all but iteration O(1), and O(d) to copy a vector in.
struct VectorTable: Sendable {
  let dimension: Int
  private(set) var count = 0
  /// How many slots were ever used: each live slot is below.
  private(set) var slotCount = 0
  private(set) var rows: PagedArray
  private(set) var addresses: PagedArray
  private(set) var table: AddressTable
  /// One bit per slot: 1 if it is live.
  private(set) var live: [UInt64] = []
  private(set) var free: [UInt32] = []
  let pool: MemoryPool
  /// The file that the index was opened from, where the pages lie that were not written since.
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

  /// False once any part of the file was found damaged. This first checks the parts that lead to the address's slot.
  func isSound(around address: ContentAddress) -> Bool {
    if image != nil { table.check(around: address) }
    return isSound
  }

  var isSound: Bool { image.map { !$0.isDamaged } ?? true }

  /// Whether no damage is known, after checking whether the file was changed in place.
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

  /// Puts a vector into a slot of its own.
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

  /// Compares the pages of a slot's row and address with their checksums, if they lie in a file and weren't compared
  /// yet.
  func check(_ slot: Int) {
    rows.check(slot)
    addresses.check(slot)
  }

  func liveSlots() -> [Int] { (0..<slotCount).filter(isLive) }

  /// The bytes of the components, and those of everything else in the table.
  var bytes: (vectors: Int, keys: Int) {
    let keys = addresses.pages.count * Fingerprint.byteCount * Self.addressesPerPage
    let table =
      table.buckets.pages.count * AddressTable.stride * AddressTable.bucketsPerPage + 4 * self.table.directory.count
    return (rows.pages.count * 4 * dimension * Self.rowsPerPage, keys + table + 8 * live.count + 4 * free.count)
  }
}
