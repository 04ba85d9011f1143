internal import Foundation

/// A thread that lives as long as the process.
enum BackgroundThread {
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// Starts the thread.
  ///
  /// - Returns: the error if the system provided no thread within a second; nil on success.
  static func start(_ body: @escaping @Sendable () -> Void) -> Int32? {
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    var code: Int32 = 0
    for _ in 0..<attempts {
      code = pthread_create(
        &thread, nil,
        { context in
          // Never nil: it is the pointer passed below.
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

  /// Starts this many threads at once and ends them, to check that the system provides them: the runtime's pools would
  /// wait for ever for a missing one.
  ///
  /// - Returns: the error if the system provided fewer; nil on success.
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

  /// How often to try: for about a second, in which other processes may end their threads.
  private static let attempts = 20
  private static let pauseInMicroseconds: UInt32 = 50_000
}
