internal import Glibc

/// An open file descriptor of a file or folder. It is closed when the last reference to this object is released.
///
/// Opening doesn't follow a symbolic link in the last path component, and doesn't block on a named pipe.
final class Descriptor: Sendable {
  /// What the descriptor is used for, which determines the flags of open(2).
  enum Purpose {
    /// The descriptor of a folder only serves to open entries below it. Requires no permission to list the folder.
    case passing
    /// The descriptor only identifies an entry of any kind. Requires no permission on the entry itself.
    case pointing
    /// The descriptor of a folder serves to list its entries.
    case listing
    /// The descriptor serves to read a file.
    case reading

    /// The value of the kernel's O_PATH on x86-64 and AArch64, which Swift's Glibc module doesn't define.
    private static let pathOnly: Int32 = 0o10_000_000

    fileprivate var flags: Int32 {
      switch self {
      case .passing: Self.pathOnly | O_DIRECTORY
      case .pointing: Self.pathOnly
      case .listing: O_RDONLY | O_DIRECTORY
      case .reading: O_RDONLY | O_NONBLOCK | O_NOCTTY
      }
    }
  }

  let number: Int32

  init(_ name: UnsafePointer<CChar>, in folder: Int32, for purpose: Purpose) throws(SystemError) {
    let flags = purpose.flags | O_NOFOLLOW | O_CLOEXEC
    number = try Self.uninterrupted { openat(folder, name, flags) }
  }

  /// Opens the folder at `path`, following symbolic links.
  init(root path: String) throws(SystemError) {
    number = try Self.uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
  }

  /// Opens a file at an absolute path for reading, such as a system file in /proc.
  init(path: String) throws(SystemError) {
    number = try Self.uninterrupted { open(path, O_RDONLY | O_CLOEXEC) }
  }

  /// Repeats a system call while signals interrupt it (EINTR), as can happen on a network file system. An interruption
  /// says nothing about the entry.
  private static func uninterrupted(_ call: () -> Int32) throws(SystemError) -> Int32 {
    while true {
      let number = call()
      if number >= 0 { return number }
      if errno != EINTR { throw .last }
    }
  }

  deinit {
    close(number)
  }

  /// The current path of the open file or folder, with all links resolved; nil without /proc, or if the path is 4 KiB
  /// or longer.
  var realPath: String? {
    let capacity = 4 << 10
    let path = String(unsafeUninitializedCapacity: capacity) { buffer in
      buffer.withMemoryRebound(to: CChar.self) { text in
        text.baseAddress.map { max(0, readlink("/proc/self/fd/\(number)", $0, capacity)) } ?? 0
      }
    }
    return path.isEmpty || path.utf8.count == capacity ? nil : path
  }

  /// Reads to the end of the file, but stops one byte after `limit`. So a result longer than `limit` means that the
  /// file is too long.
  ///
  /// - Parameter sizeInBytes: the expected size of the file, for the size of the first buffer.
  func readAll(upTo limit: Int, expecting sizeInBytes: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    // One byte more than the size, because the read that detects the end needs room for a byte.
    var room = min(sizeInBytes, limit) + 1
    while bytes.count <= limit {
      let count = try append(room, to: &bytes)
      if count == 0 { break }
      room = min(max(room - count, 64 << 10), limit + 1 - bytes.count)
    }
    return bytes
  }

  private func append(_ room: Int, to bytes: inout [UInt8]) throws(SystemError) -> Int {
    var failure: SystemError?
    var received = 0
    let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      repeat { received = Glibc.read(number, buffer.baseAddress, room) } while received < 0 && errno == EINTR
      if received < 0 { failure = .last }
      count = max(received, 0)
    }
    if let failure { throw failure }
    if bytes.isEmpty { bytes = part } else { bytes += part }
    return received
  }
}
