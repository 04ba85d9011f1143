internal import Glibc

/// An open file or folder. It is closed when the last reference goes.
///
/// Opening never follows a link in the last place and never waits for a pipe's other end.
final class Descriptor: Sendable {
  enum Purpose {
    /// To open what lies below a folder; needs no right to list it.
    case passing
    /// To identify what is open, of any kind; needs no right at all.
    case pointing
    case listing
    case reading

    /// The kernel's O_PATH on x86-64 and AArch64; Glibc's module leaves it out.
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

  /// Opens the root, whose path may lead through links.
  init(root path: String) throws(SystemError) {
    number = try Self.uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
  }

  /// Opens a file of the system, such as one in /proc.
  init(path: String) throws(SystemError) {
    number = try Self.uninterrupted { open(path, O_RDONLY | O_CLOEXEC) }
  }

  /// Repeats a call that a signal interrupted, as can happen while a network server answers. The interruption says
  /// nothing about the entry.
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

  /// The current path of what is open, with all links resolved; nil without /proc, or if the path is 4 KiB or longer.
  var realPath: String? {
    let capacity = 4 << 10
    let path = String(unsafeUninitializedCapacity: capacity) { buffer in
      buffer.withMemoryRebound(to: CChar.self) { text in
        text.baseAddress.map { max(0, readlink("/proc/self/fd/\(number)", $0, capacity)) } ?? 0
      }
    }
    return path.isEmpty || path.utf8.count == capacity ? nil : path
  }

  /// Reads to the end of the file. Stops at the first byte beyond `limit`, which it returns, too.
  func readAll(upTo limit: Int, expecting sizeInBytes: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    // One more than the size, because the read that finds the end needs room for a byte.
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
