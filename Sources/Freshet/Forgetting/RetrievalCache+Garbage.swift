internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// How long a collection keeps history by default: thirty days.
  public static let historyRetention = Duration.seconds(30 * 86_400)
  /// How long a collection keeps unreached passages by default: a day.
  public static let garbageGrace = Duration.seconds(86_400)

  /// Forgets history that is old enough, and frees every passage, vector and pushed text that nothing reaches then.
  ///
  /// A passage is reached if it has a place in a served document or in a version that is kept, if it stands in for
  /// another, or if it awaits its vector. Two computations of what isn't reached must agree before the collection frees
  /// anything. It is one commit: readers meanwhile see the state before it, and a crash leaves that state. Searches by
  /// meaning or by words find the same as before, but the weights of words no longer count passages that nothing
  /// serves.
  /// - Parameters:
  ///   - history: how long to keep a superseded version, and the memory of a removed document; one of just that age
  ///     goes.
  ///   - grace: how long to keep a passage that nothing reaches since it was needed last, to the hour.
  ///   - isRehearsal: whether to do everything but the commit.
  /// - Throws: `StorageError.unprovenGarbage` when the computations disagree: nothing is freed then; `.locked`.
  /// - Complexity: O(*p* + *h*) time and memory, under the writers' lock: *p* passages, *h* places in kept versions.
  @discardableResult
  public func collectGarbage(
    history: Duration = historyRetention, grace: Duration = garbageGrace, isRehearsal: Bool = false
  ) throws -> GarbageSummary {
    let now = clock()
    let retention = Retention(history: now + (.zero - history), grace: now + (.zero - grace))
    let collected =
      isRehearsal
      ? try store.rehearse { try $0.collectGarbage(retention, at: now) }
      : try store.write { try $0.collectGarbage(retention, at: now) }
    return GarbageSummary(
      versions: collected.versions, documents: collected.documents, passages: collected.passages,
      vectors: collected.vectors, blobs: collected.blobs, freedBytes: collected.bytes,
      sparedPassages: collected.sparedPassages, freePageBytes: collected.freeBytes, isRehearsal: isRehearsal)
  }

  /// Writes the database anew without its free pages. Meanwhile the new copy takes as much room again.
  ///
  /// - Throws: `StorageError.logInUse` when readers of other processes keep the log for 10 s: call it again when they
  ///   have ended.
  /// - Complexity: O(size of the store), under the writers' lock: other processes that write give up after 10 s.
  public func compact() throws {
    try store.compact()
  }
}
