internal import FreshetCorpus

/// A hash table that maps addresses to slots, by extendible hashing (Fagin, Nievergelt, Pippenger and Strong, TODS
/// 1979). Its buckets use open addressing, and are split one at a time, so that no insertion ever rehashes the whole
/// table. Copies of the table share pages.
///
/// The table contains only slots; the addresses are in the `PagedArray` that callers pass. An entry has 32 bits: slot +
/// 1, or 0 if it is empty.
struct AddressTable: Sendable {
  /// The buckets. Each consists of a header (local depth, count) and the entries.
  private(set) var buckets: PagedArray
  /// The number of the bucket for each value of the low `depth` bits of an address's hash.
  private(set) var directory: [UInt32]
  private(set) var depth: Int

  static let entries = 510
  private static let fullest = 400
  static let stride = 4 * (2 + entries)
  static let bucketsPerPage = 16

  init(pool: MemoryPool) {
    buckets = PagedArray(stride: Self.stride, elementsPerPage: Self.bucketsPerPage, pool: pool)
    buckets.grow(to: 1)
    directory = [0]
    depth = 0
  }

  init(buckets: PagedArray, directory: [UInt32]) {
    self.buckets = buckets
    self.directory = directory
    depth = directory.count.trailingZeroBitCount
  }

  /// Compares the page that contains the bucket of this address with its checksum, if the page is mapped from a file
  /// and hasn't been compared yet.
  func check(around address: ContentAddress) {
    buckets.check(Int(directory[Int(Self.hash(address) & UInt64(directory.count - 1))]))
  }

  func slot(of address: ContentAddress, in addresses: PagedArray) -> Int? {
    let hash = Self.hash(address)
    let bucket = words(Int(directory[Int(hash & UInt64(directory.count - 1))]))
    var place = Self.home(hash)
    for _ in 0..<Self.entries {
      guard bucket[2 + place] != 0 else { return nil }
      let slot = Int(bucket[2 + place]) - 1
      if slot < addresses.count, Self.address(slot, addresses) == address { return slot }
      place = Self.after(place)
    }
    return nil
  }

  /// Adds the address at `slot` in `addresses` to the table.
  ///
  /// - Precondition: the address isn't in the table yet.
  mutating func insert(_ slot: Int, in addresses: PagedArray) {
    let hash = Self.hash(Self.address(slot, addresses))
    while true {
      let number = Int(directory[Int(hash & UInt64(directory.count - 1))])
      if words(number)[1] < Self.fullest || depth >= 31 { return put(slot, hash, into: number) }
      split(number, addresses)
    }
  }

  /// Removes an entry. Moves the following entries back (Knuth, TAOCP 3, 6.4, algorithm R), so that the table needs no
  /// tombstones.
  mutating func remove(_ slot: Int, in addresses: PagedArray) {
    let hash = Self.hash(Self.address(slot, addresses))
    let bucket = edit(Int(directory[Int(hash & UInt64(directory.count - 1))]))
    var gap = Self.home(hash)
    while bucket[2 + gap] != UInt32(slot + 1) { gap = Self.after(gap) }
    var next = Self.after(gap)
    while bucket[2 + next] != 0 {
      let home = Self.home(Self.hash(Self.address(Int(bucket[2 + next]) - 1, addresses)))
      if Self.distance(home, next) >= Self.distance(gap, next) {
        bucket[2 + gap] = bucket[2 + next]
        gap = next
      }
      next = Self.after(next)
    }
    bucket[2 + gap] = 0
    bucket[1] -= 1
  }

  private mutating func put(_ slot: Int, _ hash: UInt64, into number: Int) {
    let bucket = edit(number)
    precondition(Int(bucket[1]) < Self.entries - 1, "more than \(Self.entries) addresses share 31 bits of their hash")
    var place = Self.home(hash)
    while bucket[2 + place] != 0 { place = Self.after(place) }
    bucket[2 + place] = UInt32(slot + 1)
    bucket[1] += 1
  }

  private mutating func split(_ number: Int, _ addresses: PagedArray) {
    let local = Int(words(number)[0])
    if local == depth {
      directory += directory
      depth += 1
    }
    let sibling = buckets.count
    buckets.grow(to: sibling + 1)
    let old = edit(number)
    let slots = (0..<Self.entries).map { old[2 + $0] }.filter { $0 != 0 }
    for place in 0..<Self.entries { old[2 + place] = 0 }
    old[0] = UInt32(local + 1)
    old[1] = 0
    edit(sibling)[0] = UInt32(local + 1)
    for index in directory.indices where directory[index] == UInt32(number) && index >> local & 1 == 1 {
      directory[index] = UInt32(sibling)
    }
    for entry in slots {
      let hash = Self.hash(Self.address(Int(entry) - 1, addresses))
      put(Int(entry) - 1, hash, into: hash >> UInt64(local) & 1 == 1 ? sibling : number)
    }
  }

  private func words(_ bucket: Int) -> UnsafeMutablePointer<UInt32> {
    buckets[bucket].assumingMemoryBound(to: UInt32.self)
  }

  private mutating func edit(_ bucket: Int) -> UnsafeMutablePointer<UInt32> {
    buckets.edit(bucket).assumingMemoryBound(to: UInt32.self)
  }

  private static func address(_ slot: Int, _ addresses: PagedArray) -> ContentAddress {
    addresses[slot].assumingMemoryBound(to: ContentAddress.self).pointee
  }

  private static func hash(_ address: ContentAddress) -> UInt64 { StableHash.mixed(address.fingerprint.folded) }
  private static func home(_ hash: UInt64) -> Int { Int((hash >> 32) % UInt64(entries)) }
  private static func after(_ place: Int) -> Int { place + 1 == entries ? 0 : place + 1 }
  private static func distance(_ from: Int, _ to: Int) -> Int { to >= from ? to - from : to + entries - from }
}
