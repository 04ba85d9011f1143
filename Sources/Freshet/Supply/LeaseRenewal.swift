internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Renews an embedding lease for as long as it runs.
struct LeaseRenewal: Sendable {
  let lease: EmbeddingLease
  let store: Store
  let clock: WallClock

  /// Runs until it is cancelled. Returns nil, so that it fits the task group of an embedding.
  func run() async throws -> EmbeddedBatch? {
    while !Task.isCancelled {
      do {
        try await Task.sleep(for: VectorSupply.leaseTime / 3)
      } catch {
        return nil
      }
      let expiry = clock() + VectorSupply.leaseTime
      try store.write(durably: false) { try $0.renew(lease, until: expiry) }
    }
    return nil
  }
}
