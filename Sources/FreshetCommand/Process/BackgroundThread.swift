internal import Foundation

/// Starts threads outside Swift's thread pools, for work that may block.
enum BackgroundThread {
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// Starts a thread that runs `body`.
  ///
  /// - Returns: the `errno` value if the system provided no thread within about a second; nil on success.
  static func start(_ body: @escaping @Sendable () -> Void) -> Int32? {
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    var code: Int32 = 0
    for _ in 0..<attempts {
      code = pthread_create(
        &thread, nil,
        { context in
          // pthread_create passes the pointer given below, so `context` is never nil.
          Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
          return nil
        }, work.toOpaque())
      if code == 0 {
        pthread_detach(thread)
        return nil
      }
      if code != EAGAIN { break }
      usleep(pauseInMicroseconds)
    }
    work.release()
    return code
  }

  /// Checks that the system provides `count` threads at once, by starting and ending them. Swift's thread pools would
  /// wait for ever for a thread that the system refuses.
  ///
  /// - Returns: the `errno` value if the system provided fewer threads; nil on success.
  static func lackOfRoom(for count: Int) -> Int32? {
    let (gate, ends) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    var started = 0
    defer {
      for _ in 0..<started { gate.signal() }
      for _ in 0..<started { ends.wait() }
    }
    while started < count {
      let code = start {
        gate.wait()
        ends.signal()
      }
      if let code { return code }
      started += 1
    }
    return nil
  }

  /// The number of attempts to start a thread. All attempts and pauses take about a second. During this time, other
  /// processes may end threads, so that a later attempt succeeds.
  private static let attempts = 20
  private static let pauseInMicroseconds: UInt32 = 50_000
}
