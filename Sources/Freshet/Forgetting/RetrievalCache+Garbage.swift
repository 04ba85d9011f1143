internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Thirty days.
  public static let historyRetention = Duration.seconds(30 * 86_400)
  /// A day.
  public static let garbageGrace = Duration.seconds(86_400)

  /// Forgets history that is old enough, and frees every passage, vector and pushed text that nothing reaches then.
  ///
  /// A passage is reached by a place in a served document, by one in a version that is kept, by standing in for
  /// another, and by waiting for its vector. Two computations of what isn't reached must agree before anything is
  /// freed. It is one commit: a reader meanwhile goes on with the state before it, and a crash leaves that. What is
  /// found, by meaning or by words, stays the same, but that the weights of words no longer count passages that nothing
  /// serves.
  /// - Parameters:
  ///   - history: how long a superseded version, and the memory of a removed document, is kept; one just that old goes.
  ///   - grace: how long a passage that nothing reaches is kept since it was needed last, to the hour.
  ///   - isRehearsal: do all of it but the commit.
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

  /// Writes the database anew without its free pages, which takes as much room again meanwhile.
  ///
  /// - Throws: `StorageError.logInUse` when readers of other processes keep the log for 10 s: call it again without them.
  /// - Complexity: O(size of the store), under the writers' lock: other processes that write give up after 10 s.
  public func compact() throws {
    try store.compact()
  }
}
