internal import FreshetFiles
internal import Foundation
internal import Synchronization

/// Handles Ctrl-C and SIGTERM. The first signal cancels the command, which ends within one batch. The process ends at
/// once on a second signal, or if the command doesn't end within `patience`.
///
/// Ending the process at any time is safe, because every commit is atomic. The signal handler writes the signal's
/// number into a pipe, and a dedicated thread reads it. `begin` starts this thread before anything else, because later
/// all threads of Swift's pools may be blocked, and the system may refuse another thread.
enum Interruption {
  /// How long the command may take to end after the first signal. A lock, a pipe without a writer or a long SQL
  /// statement could block it for longer.
  private static let patience = Duration.milliseconds(1_500)

  private static let writingEnd = Atomic<Int32>(-1)
  private static let state = Mutex(State())

  private struct State {
    var task: Task<Void, any Error>?
    var isAsked = false
  }

  /// Installs the signal handlers. Call this once, before anything else.
  ///
  /// - Returns: the `errno` value if the pipe or the thread can't be created; nil on success.
  static func begin() -> Int32? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return errno }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // The signal handler must not block, even if signals fill the pipe.
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    writingEnd.store(ends[1], ordering: .sequentiallyConsistent)
    if let code = BackgroundThread.start({ [readingEnd = ends[0]] in attend(readingEnd) }) { return code }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      let code = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(Interruption.writingEnd.load(ordering: .relaxed), &byte, 1)
      errno = code
    }
    action.sa_flags = SA_RESTART
    for signal in [SIGINT, SIGTERM] { sigaction(signal, &action, nil) }
    return nil
  }

  /// Runs `body` in a task that the first signal cancels.
  static func cancelling(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let task = Task { try await body() }
    let isAsked = state.withLock { state in
      state.task = task
      return state.isAsked
    }
    if isAsked { task.cancel() }
    try await task.value
  }

  private static func attend(_ readingEnd: Int32) {
    while !hasSignal(readingEnd, within: nil) {}
    state.withLock { state in
      state.isAsked = true
      state.task?.cancel()
    }
    let deadline = ContinuousClock.now + patience
    while ContinuousClock.now < deadline, !hasSignal(readingEnd, within: deadline - .now) {}
    if Terminal.hasRoom { Terminal.report("freshet: \(interrupted)") }
    ScratchFolder.removeAll()
    _exit(ExitStatus.interrupted.rawValue)
  }

  static let interrupted = "interrupted: committed work is kept; run the command again to go on"

  /// Waits for a signal's number in the pipe, and removes it.
  ///
  /// - Parameter time: how long to wait; nil for any length of time.
  /// - Returns: false if no signal came in time, or if the wait itself was interrupted.
  private static func hasSignal(_ readingEnd: Int32, within time: Duration?) -> Bool {
    var request = pollfd(fd: readingEnd, events: Int16(POLLIN), revents: 0)
    let milliseconds = time.map { Int32(max(0, $0 / .milliseconds(1)).rounded(.up)) } ?? -1
    guard poll(&request, 1, milliseconds) == 1 else { return false }
    var byte: UInt8 = 0
    return read(readingEnd, &byte, 1) == 1
  }
}
