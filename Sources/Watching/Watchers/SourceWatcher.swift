package import FreshetCorpus

/// Reports where in a folder to look again, as long as its task runs.
///
/// The watcher delivers batches one at a time and in order. It takes the next one from the system when `deliver` has
/// returned, so that a slow receiver gets fewer and larger batches. The first batch has the scope "", because anything
/// may have happened before it.
package protocol SourceWatcher: Sendable {
  /// Runs until its task is cancelled, and then ends at once.
  ///
  /// - Throws: `WatchingError.watchRefused` where the folder can't be watched this way, `CancellationError`, and the
  ///   errors of `deliver`.
  func run(_ deliver: @escaping @Sendable (WatchBatch) async throws -> Void) async throws
}

/// What a watcher remembers between two batches. It lives on its watcher's thread, and may block it.
protocol WatchSession {
  /// Waits for the next batch; returns one without news after the heartbeat. Throws at once when the bell rings because
  /// the task is cancelled.
  mutating func next() throws -> WatchBatch
}

extension SourceWatcher {
  /// Takes batch after batch from a session on a thread of its own.
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
