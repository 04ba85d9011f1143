internal import Glibc

/// A reference-counted piece of memory for copy-on-write values. Only a sole owner may write to it; other owners must
/// copy it first.
///
/// The bytes are aligned to 64 bytes. A slab that is mapped from a file is never written.
final class Slab: @unchecked Sendable {  // written only through `PagedArray` and `Cell`, by a sole owner
  let bytes: UnsafeMutableRawPointer
  let count: Int
  private let pool: MemoryPool?
  /// The object that keeps the bytes mapped; nil for memory from a pool.
  private let image: (any AnyObject & Sendable)?
  /// The number of the file's part that the slab maps; nil for memory from a pool.
  let part: Int?

  /// Allocates a slab of `count` zero bytes.
  init(_ count: Int, from pool: MemoryPool) {
    bytes = pool.take(count)
    memset(bytes, 0, count)
    self.count = count
    self.pool = pool
    image = nil
    part = nil
  }

  /// Allocates a copy of `slab`, extended with zeros to `count` bytes. A slab mapped from a file is first compared with
  /// its checksum, because the copy has no checksum that could reveal damage later.
  init(copying slab: Slab, _ count: Int? = nil, from pool: MemoryPool) {
    slab.check()
    self.count = count ?? slab.count
    bytes = pool.take(self.count)
    memcpy(bytes, slab.bytes, min(self.count, slab.count))
    if self.count > slab.count { memset(bytes + slab.count, 0, self.count - slab.count) }
    self.pool = pool
    image = nil
    part = nil
  }

  /// Makes a slab of bytes in a mapped file. `image` keeps the file mapped.
  init(mapped bytes: UnsafeMutableRawPointer, _ count: Int, part: Int, of image: any AnyObject & Sendable) {
    self.part = part
    self.bytes = bytes
    self.count = count
    self.image = image
    pool = nil
  }

  var isOwned: Bool { pool != nil }

  /// Compares the bytes with their checksum, if they are mapped from a file and haven't been compared yet.
  func check() {
    if let part { (image as? IndexImage)?.check(part) }
  }

  deinit {
    pool?.giveBack(bytes, count)
  }
}
