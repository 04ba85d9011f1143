internal import Glibc

/// A piece of memory that several values may share. A sole owner may write to it; the others copy it first.
///
/// Its bytes start on a 64-byte boundary. A slab of a mapped file is never written.
final class Slab: @unchecked Sendable {  // written only through `PagedArray` and `Cell`, by a sole owner
  let bytes: UnsafeMutableRawPointer
  let count: Int
  private let pool: MemoryPool?
  /// The object that keeps the bytes mapped; nil for memory from a pool.
  private let image: (any AnyObject & Sendable)?
  /// The number of the slab's part in the image; nil for memory from a pool.
  let part: Int?

  /// A new slab of zeros.
  init(_ count: Int, from pool: MemoryPool) {
    bytes = pool.take(count)
    memset(bytes, 0, count)
    self.count = count
    self.pool = pool
    image = nil
    part = nil
  }

  /// A copy of `slab`. A slab of a file is first compared with its checksum, because the copy has none that could show
  /// damage.
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

  /// A slab of bytes in a mapped file, which `image` keeps mapped.
  init(mapped bytes: UnsafeMutableRawPointer, _ count: Int, part: Int, of image: any AnyObject & Sendable) {
    self.part = part
    self.bytes = bytes
    self.count = count
    self.image = image
    pool = nil
  }

  var isOwned: Bool { pool != nil }

  /// Compares the bytes with their checksum, if they lie in a file and weren't compared yet.
  func check() {
    if let part { (image as? IndexImage)?.check(part) }
  }

  deinit {
    pool?.giveBack(bytes, count)
  }
}
