internal import FreshetFiles
internal import Foundation

/// Buffers the lines of a dump in a temporary file. All lines are written to the file before the first line is printed.
/// So a slow reader of the output doesn't keep a snapshot of the store in use.
///
/// The file has no name, so it vanishes with its descriptor, however the process ends.
struct DumpScratch {
  /// Closes the file when its last reference is released.
  private let handle: FileHandle
  private let folder: String
  private var buffer: [UInt8] = []

  private static let block = 1 << 18

  /// Creates the temporary file.
  ///
  /// - Throws: `CommandError.unwritable` with the path of the folder for temporary files.
  init() throws {
    folder = ScratchFolder.place
    let scratch: ScratchFolder
    do {
      scratch = try ScratchFolder(in: folder)
    } catch {
      throw CommandError.unwritable(file: folder, why: error.description)
    }
    defer { scratch.remove() }  // removes the file's name; its descriptor stays open
    let descriptor = OwnFile.open(scratch.path + "/lines", O_RDWR | O_CREAT | O_EXCL)
    guard descriptor >= 0 else { throw CommandError.unwritable(file: folder, why: String(cString: strerror(errno))) }
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

  /// The index at which the block's last UTF-8 character begins. The block may end in the middle of that character.
  private static func startOfLastCharacter(in block: [UInt8]) -> Int {
    block.lastIndex { $0 & 0xC0 != 0x80 } ?? block.count
  }

  /// Passes the file's whole content to `body`, in pieces that don't split a character.
  mutating func each(_ body: ([UInt8]) throws -> Void) throws {
    try flush()
    var (piece, offset) = ([UInt8](repeating: 0, count: Self.block), 0)
    while true {
      let count = pread(handle.fileDescriptor, &piece, piece.count, off_t(offset))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw CommandError.unreadable(file: folder, why: String(cString: strerror(errno))) }
      if count == 0 { return }
      let whole = count < piece.count ? count : Self.startOfLastCharacter(in: piece)
      try body(Array(piece.prefix(whole)))
      offset += whole
    }
  }
}
