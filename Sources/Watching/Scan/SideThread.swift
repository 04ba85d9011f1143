internal import Glibc

/// A thread that runs one closure, which the creator waits for.
///
/// It is a thread of its own, because Swift tasks and dispatch queues share a limited pool of threads: if all of them
/// waited for such work, nothing would be left to run it.
struct SideThread {
  private let thread: pthread_t

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// Starts a thread that runs `body`. Returns nil if the system can't create another thread.
  init?(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let code = pthread_create(
      &thread, nil,
      { context in
        // Never nil: this is the pointer that is passed below.
        Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      work.release()
      return nil
    }
    self.thread = thread
  }

  /// Waits until the closure has returned. Call this exactly once.
  func join() {
    pthread_join(thread, nil)
  }
}
