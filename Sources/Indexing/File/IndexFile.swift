internal import FreshetKernels
internal import FreshetCorpus
internal import Glibc

/// A similarity index saved in a file, which is mapped into memory: see "The index file" in docs/FORMAT.md.
///
/// The file is derived data: it can be built again from the vectors. It also contains two byte strings of the caller: a
/// stamp, which says what data the index was built from, and a roster, a table for the caller's own use.
public struct IndexFile: Sendable {
  /// The index. Its data stay in the mapped file until they are changed.
  public let index: any SimilarityIndex
  /// The caller's bytes that say what data the index was built from, as given to `write`.
  public let stamp: [UInt8]
  private let image: IndexImage
  private let roster: Int

  /// Opens and maps the index file at `path`.
  ///
  /// - Throws: an `IndexFileError` if the file is missing, damaged, or of another format.
  /// - Complexity: reads the header and the directory only: about 24 bytes for each 256 vectors and each cell.
  public init(path: String) throws(IndexFileError) {
    image = try IndexImage(path: path)
    var reader = ByteReader(image.directory)
    stamp = try reader.values()
    roster = try Self.part(try reader.value(), of: image)
    let (number, dimension) = (try reader.value(UInt64.self), try reader.number())
    let kinds: [any FiledIndex.Type] = [FlatIndex.self, LSHIndex.self]
    guard let kind = kinds.first(where: { $0.number == number }), dimension > 0, dimension <= Int(FRESHET_WIDEST)
    else { throw .torn }
    index = try kind.init(try VectorTable(dimension: dimension, &reader, image), &reader, image)
    guard reader.isAtEnd else { throw .torn }
  }

  /// Calls `body` with the bytes of the roster (the caller's table), after verifying their checksum. Returns nil if the
  /// file is damaged.
  public func withRoster<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
    image.check(roster)
    if image.isDamaged { return nil }
    let part = image.parts[roster]
    return body(UnsafeRawBufferPointer(rebasing: image.bytes[Int(part.offset)..<Int(part.offset + part.count)]))
  }

  /// Verifies all checksums of the file, and returns whether it is intact.
  ///
  /// - Complexity: O(size of the file).
  package func isSound() -> Bool {
    image.checkAll()
    return !image.isDamaged
  }

  /// Saves `index` as the file `path`. An existing file is replaced atomically, once the new one is completely on disk.
  ///
  /// - Parameters:
  ///   - index: the index to save.
  ///   - stamp: bytes of the caller that say what data the index was built from.
  ///   - roster: a table for the caller's own use.
  ///   - path: the path of the file.
  /// - Throws: `IndexFileError.torn` if `index` is itself mapped from a damaged file, because the copy would have valid
  ///   checksums; `.failed` if a system call fails.
  public static func write(
    _ index: any SimilarityIndex, stamp: [UInt8], roster: [UInt8], to path: String
  ) throws(IndexFileError) {
    guard let index = index as? any FiledIndex else { preconditionFailure("\(type(of: index)) has no form in a file") }
    index.vectors.image?.checkAll()
    guard index.isSound else { throw .torn }
    var writer = try ImageWriter(path: path)
    writer.directory.put(stamp)
    writer.directory.put(try add(roster, to: &writer))
    writer.directory.put(type(of: index).number)
    writer.directory.put(UInt64(index.dimension))
    try index.write(to: &writer)
    try writer.finish()
  }

  private static func add(_ bytes: [UInt8], to writer: inout ImageWriter) throws(IndexFileError) -> UInt64 {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    return try writer.add(UnsafeRawPointer(copy.baseAddress!), bytes.count)  // at least one byte was allocated
  }

  static func part(_ number: UInt64, of image: IndexImage) throws(IndexFileError) -> Int {
    guard number < image.parts.count else { throw .torn }
    return Int(number)
  }
}

/// A kind of index that can be saved in an index file.
protocol FiledIndex: SimilarityIndex {
  /// The number that identifies this kind of index in a file.
  static var number: UInt64 { get }
  var vectors: VectorTable { get }

  func write(to writer: inout ImageWriter) throws(IndexFileError)
  init(_ vectors: VectorTable, _ reader: inout ByteReader, _ image: IndexImage) throws(IndexFileError)
}

extension PagedArray {
  init(_ reader: inout ByteReader, _ image: IndexImage, pool: MemoryPool) throws(IndexFileError) {
    let (stride, perPage) = (try reader.number(), try reader.number())
    let (count, numbers) = (try reader.number(), try reader.values(UInt64.self))
    guard perPage.nonzeroBitCount == 1, perPage < 1 << 20, stride < 1 << 20,
      numbers.count == (count + perPage - 1) / perPage
    else { throw .torn }
    var pages: [Slab] = []
    for number in numbers {
      let part = try IndexFile.part(number, of: image)
      guard image.parts[part].count == UInt64(stride * perPage) else { throw .torn }
      pages.append(image.slab(part))
    }
    self.init(stride: stride, elementsPerPage: perPage, count: count, pages: pages, pool: pool)
  }
}

extension VectorTable {
  func write(to writer: inout ImageWriter) throws(IndexFileError) {
    try writer.add(rows)
    try writer.add(addresses)
    try writer.add(table.buckets)
    writer.directory.put(table.directory)
    writer.directory.put(live)
    writer.directory.put(free)
    writer.directory.put(UInt64(count))
  }

  init(dimension: Int, _ reader: inout ByteReader, _ image: IndexImage) throws(IndexFileError) {
    let pool = MemoryPool()
    let rows = try PagedArray(&reader, image, pool: pool)
    let addresses = try PagedArray(&reader, image, pool: pool)
    let buckets = try PagedArray(&reader, image, pool: pool)
    let directory = try reader.values(UInt32.self)
    let (live, free) = (try reader.values(UInt64.self), try reader.values(UInt32.self))
    let count = try reader.number()
    guard rows.stride == 4 * dimension, rows.elementsPerPage == Self.rowsPerPage, addresses.count == rows.count,
      addresses.stride == Fingerprint.byteCount, buckets.stride == AddressTable.stride,
      directory.count.nonzeroBitCount == 1,
      directory.allSatisfy({ $0 < buckets.count }), rows.count < 1 << 31,
      Self.areWhole(live, free, slots: rows.count, count)
    else { throw .torn }
    self.init(
      dimension: dimension, count: count, rows: rows, addresses: addresses,
      table: AddressTable(buckets: buckets, directory: directory), live: live, free: free, image: image, pool: pool)
  }

  /// Returns whether each of the `slots` slots is either live or free, and `count` of them are live.
  private static func areWhole(_ live: [UInt64], _ free: [UInt32], slots: Int, _ count: Int) -> Bool {
    guard live.count == (slots + 63) / 64, count + free.count == slots else { return false }
    var (taken, liveCount) = (live, live.reduce(0) { $0 + $1.nonzeroBitCount })
    for slot in free where slot < slots { taken[Int(slot >> 6)] |= 1 << UInt64(slot & 63) }
    let last = slots % 64 == 0 ? UInt64.max : 1 << UInt64(slots % 64) - 1
    liveCount -= count
    return liveCount == 0 && taken.dropLast().allSatisfy { $0 == .max } && (taken.last ?? last) == last
  }
}

extension FlatIndex: FiledIndex {
  static let number: UInt64 = 0

  func write(to writer: inout ImageWriter) throws(IndexFileError) {
    try vectors.write(to: &writer)
    writer.directory.put(UInt64(codes == nil ? 0 : 1))
    guard let codes else { return }
    try writer.add(codes.blocks)
    writer.directory.put(codes.centre)
    writer.directory.put(codes.greatestNorm)
    writer.directory.put(codes.meanSpread)
  }

  init(_ vectors: VectorTable, _ reader: inout ByteReader, _ image: IndexImage) throws(IndexFileError) {
    let isCoded = try reader.number()
    guard isCoded == 1 else {
      if isCoded != 0 { throw .torn }
      self.init(vectors: vectors, codes: nil)
      return
    }
    let rotation = Rotation(dimension: vectors.dimension)
    let blocks = try PagedArray(&reader, image, pool: vectors.pool)
    let centre = try reader.values(Float.self)
    guard centre.count == rotation.width, blocks.stride == freshet_nibble_block_bytes(rotation.width),
      blocks.elementsPerPage == NibbleCodes.blocksPerPage, blocks.count == (vectors.slotCount + 15) / 16
    else { throw .torn }
    let (norm, spread) = (try reader.value(Float.self), try reader.value(Float.self))
    guard centre.allSatisfy(\.isFinite), norm.isFinite, norm >= 0, spread.isFinite else { throw .torn }
    let codes = NibbleCodes(
      rotation: rotation, centre: centre, blocks: blocks, greatestNorm: norm, meanSpread: spread)
    self.init(vectors: vectors, codes: codes)
  }
}
