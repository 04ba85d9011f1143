internal import FreshetKernels
internal import FreshetFiles
internal import Glibc

/// Writes an index file to a temporary file (draft) in the same folder, and renames it once it is completely on disk.
/// So the path always leads to a complete file or to none.
struct ImageWriter: ~Copyable {
  private let path: String
  private let draft: String
  private let descriptor: Int32
  private var length = UInt64(IndexImage.headerBytes)
  private var parts: [IndexImage.Part] = []
  /// The values that are read when the file is opened; they are written behind the parts.
  var directory = ByteWriter()

  init(path: String) throws(IndexFileError) {
    self.path = path
    Self.removeAbandonedDrafts(of: path)
    draft = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).new"
    descriptor = OwnFile.open(draft, O_WRONLY | O_CREAT | O_EXCL)
    guard descriptor >= 0 else { throw .failed(errno: errno) }
    flock(descriptor, LOCK_EX | LOCK_NB)  // marks the draft as one whose writer is alive
    try write([UInt8](repeating: 0, count: IndexImage.headerBytes))
  }

  deinit {
    close(descriptor)
    unlink(draft)
  }

  /// Removes the drafts that no process has locked, because their writers have died: the kernel releases the locks of a
  /// process that ends.
  ///
  /// In a race this can remove a new draft that its writer hasn't locked yet; that writer fails, and may try again.
  private static func removeAbandonedDrafts(of path: String) {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern(of: path), GLOB_NOSORT, nil, &found) == 0 else { return }
    for index in 0..<Int(found.gl_pathc) {
      guard let draft = found.gl_pathv[index] else { continue }
      let descriptor = open(draft, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(draft) }
      close(descriptor)
    }
  }

  private static func pattern(of path: String) -> String {
    path.map { "*?[]\\".contains($0) ? "\\\($0)" : String($0) }.joined() + ".*-*.new"
  }

  /// Writes a part: bytes that have a checksum of their own, padded to a multiple of 64.
  ///
  /// - Returns: the number of the part.
  mutating func add(_ bytes: UnsafeRawPointer, _ count: Int) throws(IndexFileError) -> UInt64 {
    let checksum = count == 0 ? 0 : freshet_checksum(bytes.assumingMemoryBound(to: UInt8.self), count)
    parts.append(IndexImage.Part(offset: length, count: UInt64(count), checksum: checksum))
    try write(UnsafeRawBufferPointer(start: bytes, count: count))
    let padding = (64 - count % 64) % 64
    try write([UInt8](repeating: 0, count: padding))
    length += UInt64(count + padding)
    return UInt64(parts.count - 1)
  }

  /// Writes each page of the array as a part. Writes the array's stride, elements per page, element count and the
  /// numbers of these parts to the directory.
  mutating func add(_ array: PagedArray) throws(IndexFileError) {
    var numbers: [UInt64] = []
    for page in array.pages {
      numbers.append(try add(UnsafeRawPointer(page.bytes), array.stride * array.elementsPerPage))
    }
    directory.put(UInt64(array.stride))
    directory.put(UInt64(array.elementsPerPage))
    directory.put(UInt64(array.count))
    directory.put(numbers)
  }

  /// Writes the directory and the header, flushes the file to disk, and renames it to its final path.
  mutating func finish() throws(IndexFileError) {
    var table = ByteWriter()
    table.put(parts)
    let bytes = table.bytes + directory.bytes
    try write(bytes)
    var header = ByteWriter()
    for byte in IndexImage.magic { header.put(byte) }
    header.put(IndexImage.version)
    header.put(UInt32(0))
    header.put(length + UInt64(bytes.count))
    header.put(length)
    header.put(UInt64(bytes.count))
    header.put(bytes.withUnsafeBytes { IndexImage.sum($0[...]) })
    header.put(header.bytes.withUnsafeBytes { IndexImage.sum($0[...]) })
    let written = header.bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    guard written == header.bytes.count, fsync(descriptor) == 0, rename(draft, path) == 0 else {
      throw .failed(errno: errno)
    }
  }

  private func write(_ bytes: [UInt8]) throws(IndexFileError) {
    let failure = bytes.withUnsafeBytes { bytes -> IndexFileError? in
      do throws(IndexFileError) { try write(bytes) } catch { return error }
      return nil
    }
    if let failure { throw failure }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws(IndexFileError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .failed(errno: errno) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }
}
