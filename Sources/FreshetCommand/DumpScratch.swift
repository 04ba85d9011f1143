internal import Foundation

/// Lines on their way to standard output, in a file without a name: they are all taken before the first is printed, so that a slow
/// reader of the output keeps no state of the store in use.
///
/// The file has no name, so it goes with its descriptor, however the process ends.
struct DumpScratch {
  /// Closes the file with its last reference.
  private let handle: FileHandle
  private let folder: String
  private var buffer: [UInt8] = []

  private static let block = 1 << 18

  /// - Throws: `CommandError.unwritable`, with the folder of temporary files.
  init() throws {
    folder = FileManager.default.temporaryDirectory.path
    var template = Array((folder + "/freshet-dump-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw CommandError.unwritable(file: folder, why: String(cString: strerror(errno))) }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)  // fails for no open descriptor
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  mutating func add(_ line: String) throws {
    buffer += line.utf8
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.block { try flush() }
  }

  private mutating func flush() throws {
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(handle.fileDescriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw CommandError.unwritable(file: folder, why: String(cString: strerror(errno))) }
      rest = rest.dropFirst(count)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Hands over everything, in pieces.
  mutating func each(_ body: ([UInt8]) throws -> Void) throws {
    try flush()
    var (piece, offset) = ([UInt8](repeating: 0, count: Self.block), 0)
    while true {
      let count = pread(handle.fileDescriptor, &piece, piece.count, off_t(offset))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw CommandError.unreadable(file: folder, why: String(cString: strerror(errno))) }
      if count == 0 { return }
      try body(Array(piece.prefix(count)))
      offset += count
    }
  }
}
