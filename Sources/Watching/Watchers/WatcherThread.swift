internal import Glibc
internal import Synchronization

/// A task executor with one thread for blocking work (waiting for events, walking a tree), so that a watcher blocks
/// none of the few threads that all Swift tasks share. Work on this thread remains part of its task, and so notices the
/// task's cancellation.
final class WatcherThread: TaskExecutor {
  private struct Jobs {
    var waiting: [UnownedJob] = []
    var isStopped = false
  }

  private let jobs = Mutex(Jobs())
  private let bell: Bell

  init() throws(SystemError) {
    bell = try Bell()
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { context in
        // Never nil: this is the pointer that is passed below.
        Unmanaged<WatcherThread>.fromOpaque(context!).takeRetainedValue().work()
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      context.release()
      throw SystemError(code)
    }
    pthread_detach(thread)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.waiting.append(job) }
    bell.ring()
  }

  /// Ends the thread once it has finished its queued work. Enqueue no work afterwards.
  func stop() {
    jobs.withLock { $0.isStopped = true }
    bell.ring()
  }

  private func work() {
    while true {
      bell.wait()
      bell.silence()
      let (jobs, isStopped) = jobs.withLock { state in
        defer { state.waiting = [] }
        return (state.waiting, state.isStopped)
      }
      for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
      if isStopped { return }
    }
  }
}
