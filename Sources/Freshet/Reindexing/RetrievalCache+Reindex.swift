extension RetrievalCache {
  /// Brings the index in step with the watched folders.
  ///
  /// It reads only what differs, and embeds only passages that the store doesn't have: a move, a copy or a revert
  /// embeds none. Under write-behind it stores all texts first, which are then found by their words; their vectors
  /// follow. At the end it saves the similarity index, if that is worth its time. You may interrupt it at any moment and
  /// call it again: what was committed is kept. It may run beside `run` and other processes' `reindex`.
  /// - Parameters:
  ///   - scope: paths below the source's folder to limit the work to; empty for all. Nothing outside is touched. A path
  ///     with a hidden or secret-like name names it: the file stays a document from then on.
  ///   - name: the source that `scope` lies in; nil for `files`, and for all sources when there is no scope.
  ///   - readingEverything: reads and chunks every file again, whatever its stamp says, and every pushed document from
  ///     its stored text. Repairs damaged texts and vectors. Replaces vectors that differ from the embedder's: it
  ///     compares all that other stores sent, and a sample of the others.
  ///   - acceptingDeletions: removes any number of documents at once, even if another folder is at a source's root now.
  ///     Otherwise such a loss is held back: the documents stay served, `failures` names them and `held` says why.
  ///   - progress: called after each commit.
  /// - Throws: `FreshetError.sourceUnreachable`, `.embedderFailed`; `CancellationError`; `StorageError`.
  @discardableResult
  public func reindex(
    _ scope: [String] = [], of name: String? = nil, readingEverything: Bool = false, acceptingDeletions: Bool = false,
    progress: @escaping @Sendable (ReindexProgress) -> Void = { _ in }
  ) async throws -> ReindexSummary {
    let order = ReindexOrder(
      scope: scope, source: name, readsEverything: readingEverything, acceptsDeletions: acceptingDeletions)
    let summary = try await reindexing.run(order, progress)
    await index.prepare()
    return summary
  }

  /// What `reindex` would do, without embedding or writing.
  public func plan(
    _ scope: [String] = [], of name: String? = nil, readingEverything: Bool = false, acceptingDeletions: Bool = false
  ) async throws -> ReindexPlan {
    let order = ReindexOrder(
      scope: scope, source: name, readsEverything: readingEverything, acceptsDeletions: acceptingDeletions)
    return try await reindexing.plan(order)
  }

  nonisolated var reindexing: Reindexing {
    Reindexing(environment: environment, resolutions: pushing.resolutions)
  }
}
