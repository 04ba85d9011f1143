package import FreshetCorpus

extension CoherenceSettings {
  /// The policy that keeps a source's documents coherent as these settings say.
  ///
  /// - Parameter seed: the seed of the policy's random choices. Policies with different seeds don't act in step.
  package func policy(
    rest: RestingTime = .standard, retries: RetrySchedule = .standard, seed: UInt64
  ) -> any CoherencePolicy {
    switch self {
    case .writeThrough:
      WriteThrough(rest: rest, retries: retries, seed: seed)
    case .writeBehind(let maxLag, let maxPending, let batch):
      WriteBehind(
        maxLag: maxLag, maxPending: maxPending, batch: batch, rest: rest, retries: retries, seed: seed)
    case .refreshAhead(let softTTL, let hardTTL, let beta, let budget):
      RefreshAhead(
        softTTL: softTTL, hardTTL: hardTTL, beta: beta, budget: budget, rest: rest, retries: retries,
        seed: seed)
    }
  }
}
