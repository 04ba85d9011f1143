internal import Glibc

/// A thread for one piece of work that its maker does not do itself, but waits for.
///
/// None of those that Swift's tasks or the system's queues share: all of these may be waiting, each for another's work.
struct SideThread {
  private let thread: pthread_t

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// Begins at once; nil when the system has no thread left.
  init?(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let code = pthread_create(
      &thread, nil,
      { context in
        // Never nil: it is what was passed below.
        Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      work.release()
      return nil
    }
    self.thread = thread
  }

  /// Returns when the work is done. To be called once.
  func join() {
    pthread_join(thread, nil)
  }
}
