internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// How long, by default, a garbage collection keeps superseded versions: 30 days.
  public static let historyRetention = Duration.seconds(30 * 86_400)
  /// How long, by default, a garbage collection keeps a passage after its last use although nothing refers to the
  /// passage any more: one day.
  public static let garbageGrace = Duration.seconds(86_400)

  /// Deletes superseded versions older than `history`, and then every passage, vector and pushed text that nothing
  /// refers to any more.
  ///
  /// A passage stays if it occurs in a served document or in a kept version, if its vector stands in for a changed
  /// passage, or if it awaits its vector. Two independent computations of what to delete must agree before anything is
  /// deleted. The deletion takes many short commits, and pauses between them for at least as long as they take, so that
  /// other processes can write. If it is interrupted, call it again: the next call deletes the rest. Answers stay the
  /// same.
  /// - Parameters:
  ///   - history: how long to keep superseded versions and the records of removed documents. A version exactly this old
  ///     is deleted.
  ///   - grace: how long to keep a passage after its last use, in whole hours, although nothing refers to it any more.
  ///   - isRehearsal: whether to compute the result without deleting anything.
  /// - Throws: `StorageError.unprovenGarbage` if the two computations disagree, and then nothing is deleted; `.locked`
  ///   if another process holds the lock for 10 s; `CancellationError`.
  /// - Complexity: O(p + h) time and memory for p passages and h placements of passages in kept versions. Other
  ///   processes wait at most about 50 ms before they can write, or for the whole time of a rehearsal.
  @discardableResult
  public func collectGarbage(
    history: Duration = historyRetention, grace: Duration = garbageGrace, isRehearsal: Bool = false
  ) async throws -> GarbageSummary {
    try await collectGarbage(history: history, grace: grace, isRehearsal: isRehearsal) { try await Task.sleep(for: $0) }
  }

  /// - Parameter pause: waits between two steps of the collection, so that other processes can write.
  func collectGarbage(
    history: Duration, grace: Duration, isRehearsal: Bool = false,
    pause: @escaping @Sendable (Duration) async throws -> Void
  ) async throws -> GarbageSummary {
    let now = clock()
    let retention = Retention(history: now + (.zero - history), grace: now + (.zero - grace))
    var run = GarbageRun(of: store, retention, at: now, pause: pause)
    let collected =
      isRehearsal ? try store.rehearse { try $0.collectGarbage(retention, at: now) } : try await run.run()
    return GarbageSummary(
      versions: collected.versions, documents: collected.documents, passages: collected.passages,
      vectors: collected.vectors, blobs: collected.blobs, freedBytes: collected.bytes,
      sparedPassages: collected.sparedPassages, freePageBytes: collected.freeBytes, isRehearsal: isRehearsal)
  }

  /// Rewrites the database file without its free pages. Until this ends, the new file needs additional disk space of
  /// its size.
  ///
  /// - Throws: `StorageError.logInUse` if reads of other processes block the write-ahead log for 10 s. Then call again
  ///   when they have ended.
  /// - Complexity: O(size of the store). Other processes can't write meanwhile; their attempts fail after 10 s.
  public func compact() throws {
    try store.compact()
  }
}
