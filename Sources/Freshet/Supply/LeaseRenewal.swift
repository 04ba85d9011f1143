internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Keeps renewing a lease on passages (an expiring, exclusive right to embed them) while the embedder works.
struct LeaseRenewal: Sendable {
  let lease: EmbeddingLease
  let store: Store
  let clock: WallClock

  /// Renews the lease until the task is cancelled, then returns nil. The return type is that of the task group in
  /// `VectorSupply`.
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
