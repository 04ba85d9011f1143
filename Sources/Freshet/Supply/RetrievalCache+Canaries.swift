internal import FreshetCoherence

extension RetrievalCache {
  /// Checks whether the embedder still returns the same vectors: embeds the canaries (fixed texts), and compares the
  /// vectors with those that were stored when the index was made. The first call stores the vectors.
  ///
  /// The cache makes this check itself before it embeds passages, when `watch` begins, and once an hour.
  /// - Throws: the embedder's errors; `StorageError`.
  @discardableResult
  public func checkCanaries() async throws -> CanaryReport {
    let test = environment.canaryTest
    let check = try await environment.turns.take { try await test.check() }
    return CanaryReport(agreement: check.agreement, hasDrifted: check.hasDrifted)
  }
}
