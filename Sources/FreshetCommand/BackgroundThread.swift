internal import Foundation

/// A thread that lives as long as the process.
enum BackgroundThread {
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

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

  /// Retries for about a second, in which other processes may end their threads.
  private static let attempts = 20
  private static let pauseInMicroseconds: UInt32 = 50_000
}
