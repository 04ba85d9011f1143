internal import FreshetCoherence
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Frames on two descriptors. A length (u32, little-endian) precedes each. A frame of length 0 is a sign of life, not a
/// message.
///
/// A wait blocks a thread of a dispatch queue, not one that tasks share. It ends within a tenth of a second when its
/// task is cancelled. It also ends when the other side is silent: if within `patience` neither a sign of life nor
/// `leastProgress` bytes pass in either direction. Memory grows with the bytes that arrive, whatever length the other
/// side claims.
final class FrameStream: Sendable {
  /// The default for how long the other side may be silent.
  static let patience = Duration.seconds(8)
  /// The most signs of life before one message: at one every two seconds, about half an hour.
  static let signsOfLife = 1_000
  private static let leastProgress = 4_096

  private let input: Int32
  private let output: Int32
  private let patience: Duration
  /// Locked while a frame is written, so that no sign of life interrupts the frame.
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
          throw FreshetError.untrustworthyReplica(what: "a frame of \(length) bytes")
        }
        return try self.read(length, mayEnd: false, &wait)
      }
      throw FreshetError.untrustworthyReplica(what: "signs of life without an end")
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

  /// Runs `body`, and meanwhile sends signs of life to the other side.
  ///
  /// It returns only after the last sign, because the caller may then close the descriptor, and another file may get
  /// its number.
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

  /// Runs until it is cancelled.
  private func keepShowingLife() async {
    while (try? await Task.sleep(for: patience / 4)) != nil { showLife() }
  }

  /// Sends a sign of life, unless the stream is full or a frame is being sent, which is a sign of life itself.
  private func showLife() {
    _ = writing.withLockIfAvailable { _ in
      var request = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
      guard poll(&request, 1, 0) > 0, request.revents & Int16(POLLOUT) != 0 else { return }
      // A pipe with any room has room for these four bytes. The next frame reports a failure.
      var nothing: UInt32 = 0
      _ = Foundation.write(output, &nothing, 4)
    }
  }

  /// How many bytes a pipe with any room takes at once: a longer write could block.
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

/// Waits for a descriptor, until the other side has been silent for too long or the task is cancelled.
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

  /// Fewer bytes than `leastProgress` don't postpone the time-out: a peer can't prolong a message by sending single
  /// bytes.
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
        why: "it was silent for \(patience), or sent a message byte by byte; \(Remedy.waitLonger) waits longer")
    }
  }
}

/// A flag that one thread raises, once, and another thread reads.
private final class Flag: Sendable {
  private let value = Atomic(false)

  var isRaised: Bool { value.load(ordering: .relaxed) }
  func raise() { value.store(true, ordering: .relaxed) }
}
