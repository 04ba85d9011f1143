internal import FreshetCoherence
internal import FreshetCorpus

extension RetrievalCache {
  /// Probes the index as a reader would, and compares it with the sources' bytes, until the task is cancelled.
  ///
  /// Each probe reads a document's file, checks what is stored of it, and searches for one of its passages by that
  /// passage's own vector. The monitor probes what was written lately at once, and every other document once in a
  /// sweep. So it meets a lasting error within the time *t* with the probability *t* / `sweep`. An error counts as a
  /// violation if probes after 1, 5 and 10 windows meet it again. The store keeps violations with the document's steps
  /// until then; `explain` returns them.
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
