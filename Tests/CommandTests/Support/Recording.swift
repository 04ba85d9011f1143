import Foundation
import Glibc

/// What a process writes to one stream: read at the end from a file without a name, or as it comes from a terminal.
final class Recording {
  /// The process's end.
  let writer: FileHandle
  private let reader: FileHandle
  private let isTerminal: Bool
  /// Read from a terminal so far. Bytes, so that a character that two reads part is whole again.
  private var bytes: [UInt8] = []

  init(_ stream: FreshetProcess.Stream) throws {
    isTerminal = stream == .terminal
    if isTerminal {
      (reader, writer) = try Self.terminal()
    } else {
      reader = try Self.unnamedFile()
      writer = reader
    }
  }

  static func unnamedFile(holding text: String = "") throws -> FileHandle {
    var template = Array((NSTemporaryDirectory() + "/freshet-stream-XXXXXX").utf8CString)
    let file = mkstemp(&template)
    guard file >= 0, fcntl(file, F_SETFD, FD_CLOEXEC) == 0, unlink(template) == 0 else { throw Self.failure }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.seek(toOffset: 0)
    return handle
  }

  /// Linux's pseudo-terminal by hand: Swift's Glibc leaves out posix_openpt and its like.
  private static func terminal() throws -> (reader: FileHandle, writer: FileHandle) {
    let (unlock, number) = (UInt(0x4004_5431), UInt(0x8004_5430))  // TIOCSPTLCK, TIOCGPTN of asm-generic/ioctls.h
    let reader = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard reader >= 0 else { throw failure }
    let handle = FileHandle(fileDescriptor: reader, closeOnDealloc: true)
    var (locked, index) = (Int32(0), Int32(-1))
    guard ioctl(reader, unlock, &locked) == 0, ioctl(reader, number, &index) == 0 else { throw failure }
    let writer = open("/dev/pts/\(index)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard writer >= 0 else { throw failure }
    return (handle, FileHandle(fileDescriptor: writer, closeOnDealloc: true))
  }

  /// The process has its own end of the terminal; while we held one too, its exit would not end the text.
  func keepReaderOnly() throws {
    if isTerminal { try writer.close() }
  }

  func read(until isAwaited: (String) -> Bool) throws -> String {
    precondition(isTerminal, "a test can wait only for a terminal's text")
    while !isAwaited(text), let piece = nextPiece() { bytes += piece }
    return text
  }

  private var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Nil for a stream that is no terminal.
  func readTerminal() throws -> String? {
    guard isTerminal else { return nil }
    return try read { _ in false }
  }

  func readFile() throws -> String {
    try reader.seek(toOffset: 0)
    return String(decoding: try reader.readToEnd() ?? Data(), as: UTF8.self)
  }

  /// Nil when the last process that had the terminal is gone: the kernel says EIO then.
  private func nextPiece() -> ArraySlice<UInt8>? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(reader.fileDescriptor, &bytes, bytes.count)
    return count > 0 ? bytes[..<count] : nil
  }

  private static var failure: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
