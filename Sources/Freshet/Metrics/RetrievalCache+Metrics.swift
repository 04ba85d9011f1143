internal import FreshetCoherence
internal import FreshetCorpus
internal import Logging
internal import FreshetStorage

extension RetrievalCache {
  /// The interval between measurements. It is short enough for a backend that reads every 15 s, and long enough to cost
  /// almost nothing.
  private static let measureEvery = Duration.seconds(5)

  /// Updates the gauges regularly until the task is cancelled. Continues while another process watches the sources and
  /// while the watch is interrupted, because the gauges are needed most then.
  func measureWhileRunning() async {
    while !Task.isCancelled {
      do {
        try await measure()
      } catch {
        logger.warning("the store could not be measured", metadata: ["why": "\(error)"])
      }
      try? await Task.sleep(for: Self.measureEvery)  // cancelled: the loop ends
    }
  }

  private func measure() async throws {
    let now = clock()
    let (seen, work) = try store.read { reader in
      let freshness = try environment.freshness(reader, now: now)
      return (freshness.sources, try reader.openWork(in: try reader.activeSpace()?.id))
    }
    let states = seen.map { source in
      SourceState(
        source: source.source, health: source.health,
        watermarkAge: source.watermark.map { now.duration(since: $0) })
    }
    metrics.measure(states, work, await index.status.calibration)
  }
}
