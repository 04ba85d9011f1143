internal import Dispatch
internal import Foundation
internal import Synchronization

/// Frames on two descriptors, each behind its length: u32, little-endian.
///
/// Waiting blocks a thread of its own, not one that tasks share, and ends within a tenth of a second when its task is cancelled.
struct FrameStream: Sendable {
  let input: Int32
  let output: Int32

  /// Nil at the end of the stream.
  func read() async throws -> [UInt8]? {
    let input = input
    return try await Self.onThread { wait in
      guard let head = try Self.read(4, from: input, mayEnd: true, wait) else { return nil }
      let length = head.reversed().reduce(0) { $0 << 8 | Int($1) }
      guard length <= SyncFrame.longest else {
        throw FreshetError.untrustworthyReplica(what: "a message of \(length) bytes")
      }
      return try Self.read(length, from: input, mayEnd: false, wait)
    }
  }

  func write(_ frame: [UInt8]) async throws {
    let output = output
    try await Self.onThread { wait in
      var rest = (withUnsafeBytes(of: UInt32(frame.count).littleEndian) { Array($0) } + frame)[...]
      while !rest.isEmpty {
        try wait(output, POLLOUT)
        let count = rest.withUnsafeBytes { Foundation.write(output, $0.baseAddress, min($0.count, Self.longestWrite)) }
        if count < 0, errno != EINTR, errno != EAGAIN { throw Self.lost(errno) }
        rest = rest.dropFirst(max(0, count))
      }
    }
  }

  /// What a pipe that has room at all takes at once: more could block.
  private static let longestWrite = 4_096

  private typealias Wait = (_ descriptor: Int32, _ event: Int32) throws -> Void

  private static func read(
    _ count: Int, from input: Int32, mayEnd: Bool, _ wait: Wait
  ) throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      try wait(input, POLLIN)
      let got = bytes.withUnsafeMutableBytes {
        let rest = UnsafeMutableRawBufferPointer(rebasing: $0[filled...])
        return Foundation.read(input, rest.baseAddress, rest.count)
      }
      if got < 0, errno != EINTR, errno != EAGAIN { throw lost(errno) }
      if got == 0 {
        if mayEnd, filled == 0 { return nil }
        throw FreshetError.replicaFailed(why: "the connection ended in the middle of a message")
      }
      filled += max(0, got)
    }
    return bytes
  }

  private static func onThread<Value: Sendable>(_ body: @escaping @Sendable (Wait) throws -> Value) async throws
    -> Value
  {
    let cancelled = Flag()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
          continuation.resume(
            with: Result {
              try body { descriptor, event in try wait(descriptor, event, unless: cancelled) }
            })
        }
      }
    } onCancel: {
      cancelled.raise()
    }
  }

  private static func wait(_ descriptor: Int32, _ event: Int32, unless cancelled: Flag) throws {
    var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    while poll(&request, 1, 100) <= 0 {
      if cancelled.isRaised { throw CancellationError() }
    }
  }

  private static func lost(_ code: Int32) -> FreshetError { .replicaFailed(why: String(cString: strerror(code))) }
}

/// Raised once, seen by another thread.
private final class Flag: Sendable {
  private let value = Atomic(false)

  var isRaised: Bool { value.load(ordering: .relaxed) }
  func raise() { value.store(true, ordering: .relaxed) }
}
