extension RetrievalCache {
  /// Brings the index in step with the watched folders.
  ///
  /// Only what differs is read, and only passages never seen before are embedded: a move, a copy or a revert costs none.
  /// Under write-behind all texts come first and are found by their words at once; their vectors follow. Interrupt it at
  /// any moment and call it again: what was committed is kept. It may run beside `run` and other processes' `reindex`.
  /// - Parameters:
  ///   - scope: paths below the source's folder to limit the work to; empty for all. Nothing outside is touched. A hidden
  ///     or secret-like name on such a path is named by it, and stays a document's from then on.
  ///   - name: the source that `scope` lies in; nil for `files`, and for all sources when there is no scope.
  ///   - readingEverything: reads and chunks every file again, whatever `stat` says, and every pushed document from its
  ///     stored text. Repairs damaged texts and vectors, and vectors that the embedder doesn't give: all that other stores
  ///     sent are compared with it, and a sample of the others.
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
    return try await reindexing.run(order, progress)
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
