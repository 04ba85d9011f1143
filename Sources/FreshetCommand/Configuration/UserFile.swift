internal import Foundation
internal import Freshet

/// Reads whole files that the user named.
enum UserFile {
  /// The default size limit, in bytes: more than people write by hand, and less than a machine's memory.
  static let limitInBytes = 1 << 30

  /// Reads everything until the end of a file, a pipe or a device.
  ///
  /// - Parameter path: the path of a file, a pipe or a device; "-" for standard input.
  /// - Parameter limit: the allowed size in bytes.
  /// - Throws: `CommandError.unreadable` if the file can't be read, or has more than `limit` bytes.
  static func read(_ path: String, upTo limit: Int = limitInBytes) throws -> Data {
    if path == "-" { return try read(STDIN_FILENO, "standard input", limit) }
    return try opened(path) { try read($0, path, limit) }
  }

  /// Reads a regular file. Anything else is an error, because opening a pipe would block until a writer opens it, too.
  ///
  /// - Parameter judged: the device and inode of the file whose owner was checked. Reading fails if `path` now leads to
  ///   another file. Nil if no owner was checked.
  /// - Throws: `CommandError.unreadable` if `path` isn't a regular file, can't be read, has more than `limit` bytes, or
  ///   isn't the `judged` file.
  static func readPlain(_ path: String, upTo limit: Int, judged: JudgedFile? = nil) throws -> Data {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CommandError.unreadable(file: path, why: "it is not a regular file")
    }
    return try opened(path) { descriptor in
      if let judged, !judged.isOpen(as: descriptor) {
        throw CommandError.unreadable(
          file: path, why: "another file replaced it while the command started; run the command again")
      }
      return try read(descriptor, path, limit)
    }
  }

  private static func opened(_ path: String, _ body: (Int32) throws -> Data) throws -> Data {
    guard !path.utf8.contains(0) else {
      throw CommandError.unreadable(file: path, why: "its name contains a NUL character")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    return try body(descriptor)
  }

  private static func read(_ descriptor: Int32, _ path: String, _ limit: Int) throws -> Data {
    var bytes = Data()
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(descriptor, &piece, piece.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      bytes.append(contentsOf: piece[..<count])
      guard bytes.count <= limit else {
        throw CommandError.unreadable(file: path, why: "it is larger than the limit of \(limit >> 20) MB")
      }
    }
  }

  private static func failure(_ path: String) -> CommandError {
    .unreadable(file: path, why: String(cString: strerror(errno)))
  }
}

extension JudgedFile {
  fileprivate func isOpen(as descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return false }
    return UInt64(status.st_dev) == device && UInt64(status.st_ino) == inode
  }
}
