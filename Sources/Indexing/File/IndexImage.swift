internal import FreshetKernels
internal import Glibc
internal import Synchronization

/// A mapped index file: the positions of its parts, and which of them have been compared with their checksums.
///
/// Opening reads only the header and the directory, not the vectors. `check` verifies one part: a search calls it for
/// the vectors that it returns, and maintenance for all parts, one after another.
final class IndexImage: @unchecked Sendable {  // the mapping is read-only, and a mutex protects the marks
  struct Part: BitwiseCopyable {
    let offset: UInt64
    let count: UInt64
    let checksum: UInt64
  }

  let bytes: UnsafeRawBufferPointer
  let parts: [Part]
  /// The bytes behind the table of parts at the end of the file: the values that are read when the file is opened.
  let directory: UnsafeRawBufferPointer
  /// The descriptor of the open file, used to detect whether another program changed the file in place. Freshet itself
  /// never does that.
  private let descriptor: Int32
  private let state: State
  private let marks: Mutex<(isChecked: [Bool], next: Int, isDamaged: Bool)>

  static let magic: [UInt8] = Array("FRSHINDX".utf8)
  static let version: UInt32 = 1
  static let headerBytes = 64

  init(path: String) throws(IndexFileError) {
    (bytes, descriptor, state) = try Self.map(path)
    do {
      (parts, directory) = try Self.contents(bytes)
    } catch {
      munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)  // mapped just now
      close(descriptor)
      throw error
    }
    marks = Mutex((Array(repeating: false, count: parts.count), 0, false))
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)  // mapped by init
    close(descriptor)
  }

  private struct State: Equatable {
    let bytes: Int
    let seconds: Int
    let nanoseconds: Int

    init?(of descriptor: Int32) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { return nil }
      bytes = Int(status.st_size)
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
  }

  var isDamaged: Bool { marks.withLock { $0.isDamaged } }

  /// Marks the file as damaged if it was overwritten or truncated since it was mapped, because its parts may no longer
  /// match the checksums that were compared before.
  ///
  /// - Complexity: one call of fstat(2).
  func checkState() {
    if State(of: descriptor) != state { marks.withLock { $0.isDamaged = true } }
  }

  func slab(_ part: Int) -> Slab {
    let place = UnsafeMutableRawPointer(mutating: bytes.baseAddress! + Int(parts[part].offset))  // mapped by init
    return Slab(mapped: place, Int(parts[part].count), part: part, of: self)
  }

  /// Compares a part with its checksum, unless that was done before. If they differ, marks the file as damaged.
  func check(_ part: Int) {
    if marks.withLock({ $0.isChecked[part] }) { return }
    let place = bytes.baseAddress! + Int(parts[part].offset)  // mapped by init
    let isSound =
      freshet_checksum(place.assumingMemoryBound(to: UInt8.self), Int(parts[part].count)) == parts[part].checksum
    marks.withLock {
      $0.isChecked[part] = true
      if !isSound { $0.isDamaged = true }
    }
  }

  func checkAll() {
    for part in parts.indices { check(part) }
  }

  /// Compares the next parts of the file with their checksums, until parts of at least `count` bytes in total were
  /// compared. If one differs, marks the file as damaged.
  ///
  /// - Returns: false if no part was left to compare.
  func checkNext(_ count: Int) -> Bool {
    var (left, didCheck) = (count, false)
    while left > 0 {
      let part = marks.withLock { marks in
        defer { marks.next += 1 }
        return marks.next
      }
      guard part < parts.count else { break }
      check(part)
      left -= Int(parts[part].count)
      didCheck = true
    }
    return didCheck
  }

  private static func map(_ path: String) throws(IndexFileError) -> (UnsafeRawBufferPointer, Int32, State) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)  // opening a named pipe doesn't block
    guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .failed(errno: errno) }
    do throws(IndexFileError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0, let state = State(of: descriptor) else { throw .failed(errno: errno) }
      guard status.st_mode & S_IFMT == S_IFREG, state.bytes >= headerBytes else { throw .foreign }
      guard let base = mmap(nil, state.bytes, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
        throw .failed(errno: errno)
      }
      return (UnsafeRawBufferPointer(start: base, count: state.bytes), descriptor, state)
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func contents(
    _ bytes: UnsafeRawBufferPointer
  ) throws(IndexFileError) -> ([Part], UnsafeRawBufferPointer) {
    guard bytes.prefix(8).elementsEqual(magic) else { throw .foreign }
    var header = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[8..<headerBytes]))
    let version = try header.value(UInt32.self)
    guard version == Self.version else { throw .otherVersion(version: version) }
    _ = try header.value(UInt32.self)
    let (length, start, count) = (
      try header.value(UInt64.self), try header.value(UInt64.self), try header.value(UInt64.self)
    )
    let (checksum, ofHeader) = (try header.value(UInt64.self), try header.value(UInt64.self))
    guard ofHeader == sum(bytes[..<48]), length == bytes.count, start <= length, count <= length - start,
      sum(bytes[Int(start)..<Int(start + count)]) == checksum
    else { throw .torn }
    let directory = UnsafeRawBufferPointer(rebasing: bytes[Int(start)..<Int(start + count)])
    var reader = ByteReader(directory)
    let parts = try reader.values(Part.self)
    guard parts.allSatisfy({ $0.offset % 64 == 0 && $0.offset <= length && $0.count <= length - $0.offset }) else {
      throw .torn
    }
    let rest = 8 + parts.count * MemoryLayout<Part>.stride
    return (parts, UnsafeRawBufferPointer(rebasing: directory[rest...]))
  }

  static func sum(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64 {
    let bytes = UnsafeRawBufferPointer(rebasing: bytes)
    return bytes.baseAddress.map { freshet_checksum($0.assumingMemoryBound(to: UInt8.self), bytes.count) } ?? 0
  }
}
