package import FreshetCorpus

/// Reports which paths of a folder may have changed, as long as its task runs.
///
/// The watcher delivers batches in order, one at a time. It collects the next batch after `deliver` has returned, so
/// that a slow receiver gets fewer but larger batches. The first batch has the whole folder ("") as its scope, because
/// the watcher doesn't know earlier changes.
package protocol SourceWatcher: Sendable {
  /// Watches until the task is cancelled.
  ///
  /// - Parameter deliver: receives each batch.
  /// - Throws: `WatchingError.watchRefused` or `.changesUntold` if this watcher can't watch the folder;
  ///   `CancellationError` once the task is cancelled; and the errors of `deliver`.
  func run(_ deliver: @escaping @Sendable (WatchBatch) async throws -> Void) async throws
}

/// The state of a watcher between two batches. It is used on the watcher's own thread, which it may block.
protocol WatchSession {
  /// Waits for changes and returns the next batch; after a heartbeat without changes, returns an empty one. Throws
  /// `CancellationError` when the bell rings because the task is cancelled.
  mutating func next() throws -> WatchBatch
}

extension SourceWatcher {
  /// Runs a session on a new thread, and delivers one batch after another until the task is cancelled.
  func drive(
    _ begin: (Bell) throws -> some WatchSession, _ deliver: @Sendable (WatchBatch) async throws -> Void
  ) async throws {
    let bell = try Bell()
    let thread = try WatcherThread()
    defer { thread.stop() }
    var session = try begin(bell)
    try await withTaskCancellationHandler {
      while true {
        let batch = try await withTaskExecutorPreference(thread) {
          try Task.checkCancellation()
          return try session.next()
        }
        try await deliver(batch)
      }
    } onCancel: {
      bell.ring()
    }
  }
}
