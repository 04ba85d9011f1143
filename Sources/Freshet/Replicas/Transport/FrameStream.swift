internal import FreshetCoherence
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Sends and receives frames (messages with a length) on two file descriptors. Each frame begins with its length in
/// bytes (u32, little-endian). A frame of length 0 is a keep-alive signal, not a message.
///
/// Waiting for data blocks a thread of a dispatch queue, not a thread of Swift's task pool. The wait ends within 0.1 s
/// if its task is cancelled. It fails if within `patience` neither a keep-alive frame nor `leastProgress` bytes are
/// transferred. Memory use is bounded by the bytes that have arrived, whatever frame length the other side states.
final class FrameStream: Sendable {
  /// The default time for which the other side may send nothing.
  static let patience = Duration.seconds(8)
  /// How many keep-alive frames may precede one message. At one every two seconds, this is about half an hour.
  static let signsOfLife = 1_000
  private static let leastProgress = 4_096

  private let input: Int32
  private let output: Int32
  private let patience: Duration
  /// Locked while a frame is written, so that no keep-alive frame is written into its middle.
  private let writing = Mutex(())

  init(input: Int32, output: Int32, patience: Duration = FrameStream.patience) {
    self.input = input
    self.output = output
    self.patience = patience
  }

  /// Reads the next message; nil at the end of the stream.
  func read() async throws -> [UInt8]? {
    try await onThread { wait in
      for _ in 0...Self.signsOfLife {
        guard let head = try self.read(4, mayEnd: true, &wait) else { return nil }
        let length = head.reversed().reduce(0) { $0 << 8 | Int($1) }
        if length == 0 { continue }
        guard length <= ExchangeLimits.frameBytes else {
          throw FreshetError.untrustworthyReplica(
            what: "a frame of \(length) bytes, over the limit of \(ExchangeLimits.frameBytes)")
        }
        return try self.read(length, mayEnd: false, &wait)
      }
      throw FreshetError.untrustworthyReplica(what: "more than \(Self.signsOfLife) keep-alive frames in a row")
    }
  }

  func write(_ frame: [UInt8]) async throws {
    try await onThread { wait in
      try self.writing.withLock { _ in
        var rest = (withUnsafeBytes(of: UInt32(frame.count).littleEndian) { Array($0) } + frame)[...]
        while !rest.isEmpty {
          try wait.until(self.output, POLLOUT)
          let count = rest.withUnsafeBytes {
            Foundation.write(self.output, $0.baseAddress, min($0.count, Self.longestWrite))
          }
          if count < 0, errno != EINTR, errno != EAGAIN { throw Self.lost(errno) }
          rest = rest.dropFirst(max(0, count))
          wait.note(progress: max(0, count))
        }
      }
    }
  }

  /// Runs `body`, and meanwhile sends keep-alive frames to the other side.
  ///
  /// Returns only after the last keep-alive frame is written. After that, the caller may close the descriptor, and its
  /// number may be reused for another file.
  func living<Value: Sendable>(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
  ) async throws -> Value {
    let beat = Task { await keepShowingLife() }
    do {
      let value = try await body()
      await Self.end(beat)
      return value
    } catch {
      await Self.end(beat)
      throw error
    }
  }

  private static func end(_ beat: Task<Void, Never>) async {
    beat.cancel()
    await beat.value
  }

  /// Sends keep-alive frames until its task is cancelled.
  private func keepShowingLife() async {
    while (try? await Task.sleep(for: patience / 4)) != nil { showLife() }
  }

  /// Sends a keep-alive frame. Sends nothing if the stream is full, or while another frame is being written, because
  /// that frame also shows that this side is alive.
  private func showLife() {
    _ = writing.withLockIfAvailable { _ in
      var request = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
      guard poll(&request, 1, 0) > 0, request.revents & Int16(POLLOUT) != 0 else { return }
      // A pipe that is ready for writing takes these four bytes. If the write fails, the next frame reports the error.
      var nothing: UInt32 = 0
      _ = Foundation.write(output, &nothing, 4)
    }
  }

  /// How many bytes a pipe that is ready for writing takes at once. A longer write could block.
  private static let longestWrite = 4_096
  private static let longestRead = 65_536

  private func read(_ count: Int, mayEnd: Bool, _ wait: inout Waiting) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(count, Self.longestRead))
    while bytes.count < count {
      try wait.until(input, POLLIN)
      let wanted = min(count - bytes.count, buffer.count)
      let got = buffer.withUnsafeMutableBytes { Foundation.read(input, $0.baseAddress, wanted) }
      if got < 0, errno != EINTR, errno != EAGAIN { throw Self.lost(errno) }
      if got == 0 {
        if mayEnd, bytes.isEmpty { return nil }
        throw FreshetError.replicaFailed(why: "the connection ended in the middle of a message")
      }
      bytes += buffer.prefix(max(0, got))
      wait.note(progress: bytes.count == count ? Self.leastProgress : max(0, got))
    }
    return bytes
  }

  private func onThread<Value: Sendable>(
    _ body: @escaping @Sendable (inout Waiting) throws -> Value
  ) async throws -> Value {
    let (cancelled, patience) = (Flag(), patience)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
          var waiting = Waiting(patience: patience, leastProgress: Self.leastProgress, cancelled: cancelled)
          continuation.resume(with: Result { try body(&waiting) })
        }
      }
    } onCancel: {
      cancelled.raise()
    }
  }

  private static func lost(_ code: Int32) -> FreshetError {
    .replicaFailed(why: AdvisedText(String(cString: strerror(code))))
  }
}

/// Waits until a file descriptor is ready. Throws if the other side sends nothing for too long, or if the task is
/// cancelled.
private struct Waiting {
  let patience: Duration
  let leastProgress: Int
  let cancelled: Flag
  private var deadline: ContinuousClock.Instant
  private var progress = 0

  init(patience: Duration, leastProgress: Int, cancelled: Flag) {
    self.patience = patience
    self.leastProgress = leastProgress
    self.cancelled = cancelled
    deadline = .now + patience
  }

  /// Counts transferred bytes, and restarts the time-out after each `leastProgress` bytes. So the other side can't
  /// stretch a message without end by sending single bytes.
  mutating func note(progress bytes: Int) {
    progress += bytes
    if progress < leastProgress { return }
    (progress, deadline) = (0, .now + patience)
  }

  func until(_ descriptor: Int32, _ event: Int32) throws {
    var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    while poll(&request, 1, 100) <= 0 {
      if cancelled.isRaised { throw CancellationError() }
      try check()
    }
    try check()
  }

  private func check() throws {
    if ContinuousClock.now > deadline {
      throw FreshetError.replicaFailed(
        why: "it sent nothing for \(patience), or sent a message too slowly; \(Remedy.waitLonger) waits longer")
    }
  }
}

/// A flag that one thread sets once and another thread reads.
private final class Flag: Sendable {
  private let value = Atomic(false)

  var isRaised: Bool { value.load(ordering: .relaxed) }
  func raise() { value.store(true, ordering: .relaxed) }
}
