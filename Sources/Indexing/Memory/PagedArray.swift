internal import Glibc

/// Elements of a fixed size in pages. Copies of the array share each page until one of them writes to it: a copy is a
/// snapshot, and a write costs at most the copy of one page.
///
/// - Complexity: reading O(1); writing O(1), and O(page) the first time after a copy was made.
struct PagedArray: Sendable {
  let stride: Int
  /// A power of two.
  let elementsPerPage: Int
  private(set) var count = 0
  private(set) var pages: [Slab] = []
  /// Where the pages' bytes lie, so that a read needs nothing else.
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

  /// Element `index`, to be read while the array lives.
  @inline(__always)
  subscript(_ index: Int) -> UnsafeMutableRawPointer {
    bases[index >> shift].bytes + (index & (elementsPerPage - 1)) * stride
  }

  @inline(__always)
  func floats(_ index: Int) -> UnsafeMutablePointer<Float> { self[index].assumingMemoryBound(to: Float.self) }

  /// Element `index`, to be written.
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

  /// Adds zeros until there are `count` elements.
  mutating func grow(to count: Int) {
    while pages.count * elementsPerPage < count {
      pages.append(Slab(stride * elementsPerPage, from: pool))
      bases.append(Page(bytes: pages[pages.count - 1].bytes))
    }
    self.count = max(self.count, count)
  }

  /// Compares an element's page with its checksum, if it lies in a file and wasn't compared yet.
  func check(_ index: Int) { pages[index >> shift].check() }

  /// The elements of one page that are in use.
  func used(_ page: Int) -> Int { min(elementsPerPage, count - page * elementsPerPage) }
}
