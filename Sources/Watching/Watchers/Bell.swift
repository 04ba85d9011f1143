internal import Glibc

/// Wakes a thread that waits in poll(2). The bell is a pipe, because Swift's Glibc module lacks eventfd. Several rings
/// before the thread wakes count as one.
final class Bell: Sendable {
  private let readingEnd: Int32
  private let writingEnd: Int32

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .last }
    (readingEnd, writingEnd) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
  }

  deinit {
    close(readingEnd)
    close(writingEnd)
  }

  func ring() {
    // If the pipe is full, the write fails, but earlier rings still wake the thread.
    _ = withUnsafeBytes(of: UInt8(1)) { write(writingEnd, $0.baseAddress, 1) }
  }

  func silence() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(readingEnd, &bytes, bytes.count) > 0 {}
  }

  /// Waits until the bell rings, `descriptor` has data to read, `urgent` has urgent data (POLLPRI), or `timeout` has
  /// passed. A nil timeout means no limit.
  func wait(for descriptor: Int32? = nil, urgent: Int32? = nil, atMost timeout: Duration? = nil) {
    var awaited = [readingEnd, descriptor ?? -1].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    awaited.append(pollfd(fd: urgent ?? -1, events: Int16(POLLPRI), revents: 0))
    // A signal may end the wait early; callers treat that like a timeout.
    poll(&awaited, 3, timeout.map(Self.milliseconds) ?? -1)
  }

  /// Returns the duration in milliseconds, rounded up, so that a wait shorter than 1 ms doesn't become a busy loop.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    let rest = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: max(0, min(seconds, 1_000_000) * 1_000 + rest))
  }
}
