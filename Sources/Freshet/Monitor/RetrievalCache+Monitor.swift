internal import FreshetCoherence
internal import FreshetCorpus

extension RetrievalCache {
  /// Probes the index as a reader would, and compares it with the sources' bytes, until the task is cancelled.
  ///
  /// Each probe reads a document's file, checks what is stored of it, and searches for one of its passages by that passage's
  /// own vector. What was written lately is probed at once; every other document in its turn, once in a sweep: something that
  /// stays wrong is met after *t* with the probability *t* / `sweep`. It counts when it was seen again after 1, 5 and 10
  /// windows. Violations are kept in the store with the document's steps until then: `explain` tells of them.
  /// - Throws: `CancellationError`; `FreshetError.noSource` for a store without a source; `StorageError` if it
  ///   `isFinal`: the store is no longer the one that was opened.
  /// - Complexity: each listing costs a stat and a row for each document; a probe reads its document.
  public func monitor(
    _ plan: MonitorPlan = MonitorPlan(), seed: UInt64? = nil, report: @escaping @Sendable (MonitorEvent) -> Void
  ) async throws {
    if sources.all.isEmpty { throw FreshetError.noSource(store: store.path) }
    let settings = MonitorSettings(window: plan.window, sweep: plan.sweep)
    let machine = ConsistencyMonitor(settings, seed: seed ?? UInt64.random(in: .min ... .max), now: clock())
    var run = MonitorRun(environment: environment, answerer: answerer, machine: machine, report: report)
    try await run.run(listingEvery: plan.listing)
  }
}
