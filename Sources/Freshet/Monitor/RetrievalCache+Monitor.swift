internal import FreshetCoherence
internal import FreshetCorpus

extension RetrievalCache {
  /// Continually compares sample documents of the index with their files, until the task is cancelled.
  ///
  /// Each probe reads a document's file, checks the stored data, and searches for one of the document's passages with
  /// that passage's own vector. The monitor probes recently written documents at once, and every other document once in
  /// `plan.sweep`. So a lasting error is found within the time t with the probability t / `sweep`. An error counts as a
  /// violation if probes after 1, 5 and 10 windows find it again. The store keeps violations together with the
  /// document's history at that time; `explain` returns them.
  /// - Throws: `CancellationError`; `FreshetError.noSource` if the store has no source; a `StorageError` whose
  ///   `isFinal` is true: the store was replaced or its format upgraded.
  /// - Complexity: each listing costs one stat call and one database row per document; each probe reads one document.
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
