internal import Glibc

/// A thread for one piece of work that its maker waits for.
///
/// Swift's tasks and the system's queues share threads, and all of these may be waiting, each for another's work. So
/// this thread is none of them.
struct SideThread {
  private let thread: pthread_t

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// Begins the work at once; nil when the system has no thread left.
  init?(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let code = pthread_create(
      &thread, nil,
      { context in
        // Never nil, because it is what was passed below.
        Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      work.release()
      return nil
    }
    self.thread = thread
  }

  /// Returns when the work is done. Call it once.
  func join() {
    pthread_join(thread, nil)
  }
}
