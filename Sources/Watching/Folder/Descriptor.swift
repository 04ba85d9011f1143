internal import Glibc

/// An open file or folder, closed when nobody holds it any more.
///
/// Opening never follows a link in the last place and never waits for a pipe's other end.
final class Descriptor: Sendable {
  enum Purpose {
    /// To go on from there; needs no right to list.
    case passing
    /// To name what is open, of whatever kind; needs no right at all.
    case pointing
    case listing
    case reading

    /// O_PATH as the kernel has it on x86-64 and AArch64; Glibc's module leaves it out.
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

  /// The root, which may be given through links.
  init(root path: String) throws(SystemError) {
    number = try Self.uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
  }

  /// A file of the system's own.
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

  /// Its current path with all links resolved; nil without /proc, or if the path is 4 KiB or longer.
  var realPath: String? {
    let capacity = 4 << 10
    let path = String(unsafeUninitializedCapacity: capacity) { buffer in
      buffer.withMemoryRebound(to: CChar.self) { text in
        text.baseAddress.map { max(0, readlink("/proc/self/fd/\(number)", $0, capacity)) } ?? 0
      }
    }
    return path.isEmpty || path.utf8.count == capacity ? nil : path
  }

  /// All bytes to the end of the file, or the first `limit` and one more if there are more.
  func readAll(upTo limit: Int, expecting sizeInBytes: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    // One more than the size: the read that finds the end needs room to find something.
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
