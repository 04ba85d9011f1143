internal import Glibc

/// An array of elements of a fixed size, stored in pages with copy-on-write. Copies of the array share each page until
/// one of them writes to it. So a copy is a cheap snapshot, and a write copies at most one page.
///
/// - Complexity: a read takes O(1); a write O(1), or O(page size) if the page is shared.
struct PagedArray: Sendable {
  let stride: Int
  /// The number of elements in a page, a power of two.
  let elementsPerPage: Int
  private(set) var count = 0
  private(set) var pages: [Slab] = []
  /// Pointers to the pages' bytes, so that a read needs no access to the slabs.
  private var bases: [Page] = []

  private struct Page: @unchecked Sendable {  // points into a slab that `pages` keeps
    let bytes: UnsafeMutableRawPointer
  }

  private let pool: MemoryPool
  private let shift: Int

  init(stride: Int, elementsPerPage: Int, pool: MemoryPool) {
    precondition(elementsPerPage.nonzeroBitCount == 1, "\(elementsPerPage) is no power of two")
    self.stride = stride
    self.elementsPerPage = elementsPerPage
    self.pool = pool
    shift = elementsPerPage.trailingZeroBitCount
  }

  init(stride: Int, elementsPerPage: Int, count: Int, pages: [Slab], pool: MemoryPool) {
    self.init(stride: stride, elementsPerPage: elementsPerPage, pool: pool)
    self.count = count
    self.pages = pages
    bases = pages.map { Page(bytes: $0.bytes) }
  }

  /// A pointer to element `index` for reading, valid while the array isn't changed or destroyed.
  @inline(__always)
  subscript(_ index: Int) -> UnsafeMutableRawPointer {
    bases[index >> shift].bytes + (index & (elementsPerPage - 1)) * stride
  }

  @inline(__always)
  func floats(_ index: Int) -> UnsafeMutablePointer<Float> { self[index].assumingMemoryBound(to: Float.self) }

  /// Returns a pointer to element `index` for writing. First copies its page if it is shared or mapped from a file.
  mutating func edit(_ index: Int) -> UnsafeMutableRawPointer {
    let page = index >> shift
    if !isKnownUniquelyReferenced(&pages[page]) || !pages[page].isOwned {
      pages[page] = Slab(copying: pages[page], from: pool)
      bases[page] = Page(bytes: pages[page].bytes)
    }
    return bases[page].bytes + (index & (elementsPerPage - 1)) * stride
  }

  mutating func editFloats(_ index: Int) -> UnsafeMutablePointer<Float> {
    edit(index).assumingMemoryBound(to: Float.self)
  }

  /// Adds zeroed elements until there are at least `count`.
  mutating func grow(to count: Int) {
    while pages.count * elementsPerPage < count {
      pages.append(Slab(stride * elementsPerPage, from: pool))
      bases.append(Page(bytes: pages[pages.count - 1].bytes))
    }
    self.count = max(self.count, count)
  }

  /// Compares the page of an element with its checksum, if it is mapped from a file and hasn't been compared yet.
  func check(_ index: Int) { pages[index >> shift].check() }

  /// Returns the number of elements of this page that are in use.
  func used(_ page: Int) -> Int { min(elementsPerPage, count - page * elementsPerPage) }
}
