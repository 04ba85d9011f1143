extension RetrievalCache {
  /// Updates the index to match the current files of the sources' folders.
  ///
  /// Reads only files that may have changed, and embeds only passages that the store doesn't have. So a moved, copied
  /// or reverted file causes no embedding. Under the write-behind policy, texts are stored without waiting for their
  /// vectors, so that they are found by their words; the vectors follow. At the end, the call saves the similarity
  /// index if much has changed. You may interrupt the call at any time and repeat it: committed work is kept. It may
  /// run at the same time as `run` and as `reindex` in other processes.
  /// - Parameters:
  ///   - scope: the paths to reindex, relative to the source's folder; empty for the whole folder. Other files aren't
  ///     touched. If a path has a hidden or secret-like name, naming it here makes the file a document from now on.
  ///   - name: the name of the source to reindex. Nil means the source `files`, or, if `scope` is empty, all sources.
  ///   - readingEverything: whether to read and split every file again, even if its size and times show no change, and
  ///     every pushed document from its stored text. This repairs damaged texts and vectors. If the call covers all
  ///     sources, it also embeds passages again to find wrong vectors: all whose vectors came from other stores, and a
  ///     sample of the others.
  ///   - acceptingDeletions: whether to remove any number of missing documents, even if a source's root is now a
  ///     different folder. If false and most documents are missing, they stay served; `failures` lists them and `held`
  ///     says why.
  ///   - acceptingSizes: whether the configured sizes of passages replace others that the store has on record. If so,
  ///     all documents of the source are split and embedded again. If false, other sizes are an error.
  ///   - progress: is called after each commit, by one task at a time.
  /// - Throws: `FreshetError.sourceUnreachable` if a folder can't be read; `.outOfResources` if file descriptors or
  ///   memory run out; `.embedderFailed`; `.passagesTooLarge`, `.otherPassageSizes` or `.newerPassageRules`;
  ///   `.noSource` or `.noSuchSource`; `CancellationError`; `StorageError`.
  @discardableResult
  public func reindex(
    _ scope: [String] = [], of name: String? = nil, readingEverything: Bool = false, acceptingDeletions: Bool = false,
    acceptingSizes: Bool = false, progress: @escaping @Sendable (ReindexProgress) -> Void = { _ in }
  ) async throws -> ReindexSummary {
    let order = ReindexOrder(
      scope: scope, source: name, readsEverything: readingEverything, acceptsDeletions: acceptingDeletions,
      acceptsSizes: acceptingSizes)
    let summary = try await reindexing.run(order, progress)
    await index.prepare()
    return summary
  }

  /// Returns what `reindex` with the same parameters would do. Embeds and writes nothing.
  public func plan(
    _ scope: [String] = [], of name: String? = nil, readingEverything: Bool = false, acceptingDeletions: Bool = false
  ) async throws -> ReindexPlan {
    let order = ReindexOrder(
      scope: scope, source: name, readsEverything: readingEverything, acceptsDeletions: acceptingDeletions,
      acceptsSizes: true)
    return try await reindexing.plan(order)
  }

  /// How many unchanged documents the next `reindex` splits into passages again, because this version has other rules
  /// for passages, or their sizes are configured anew. ``plan(_:of:readingEverything:acceptingDeletions:)`` says how
  /// many passages this embeds.
  ///
  /// - Parameter acceptingSizes: as for `reindex`.
  /// - Throws: `FreshetError.passagesTooLarge`, `.otherPassageSizes` or `.newerPassageRules`, as `reindex` would;
  ///   `StorageError`.
  public nonisolated func resplitCount(acceptingSizes: Bool = false) throws -> Int {
    try reindexing.resplitCount(acceptingSizes: acceptingSizes)
  }

  nonisolated var reindexing: Reindexing {
    Reindexing(environment: environment, resolutions: pushing.resolutions)
  }
}
