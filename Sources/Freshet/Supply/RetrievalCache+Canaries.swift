internal import FreshetCoherence

extension RetrievalCache {
  /// Embeds the canaries, and compares them with those that the embedder gave when the space was new. The first call
  /// stores them.
  ///
  /// The cache does this by itself before it embeds passages, when `watch` begins, and once an hour.
  /// - Throws: what the embedder throws; `StorageError`.
  @discardableResult
  public func checkCanaries() async throws -> CanaryReport {
    let test = environment.canaryTest
    let check = try await environment.turns.take { try await test.check() }
    return CanaryReport(agreement: check.agreement, hasDrifted: check.hasDrifted)
  }
}
