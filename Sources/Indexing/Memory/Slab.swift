internal import Glibc

/// A piece of memory that several values may share: an only owner may write to it, others copy it first.
///
/// Its bytes start on a 64-byte boundary. A slab of a mapped file is never written.
final class Slab: @unchecked Sendable {  // written only through `PagedArray` and `Cell`, by a sole owner
  let bytes: UnsafeMutableRawPointer
  let count: Int
  private let pool: MemoryPool?
  /// What keeps the bytes mapped.
  private let image: (any AnyObject & Sendable)?
  /// Its number in the image.
  let part: Int?

  /// Zeros.
  init(_ count: Int, from pool: MemoryPool) {
    bytes = pool.take(count)
    memset(bytes, 0, count)
    self.count = count
    self.pool = pool
    image = nil
    part = nil
  }

  /// A slab of a file is compared with its checksum first: afterwards nobody could tell that the copy is damaged.
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

  /// Bytes of a mapped file, which `image` keeps mapped.
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
