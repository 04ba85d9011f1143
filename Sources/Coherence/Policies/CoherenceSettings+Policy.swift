package import FreshetCorpus

extension CoherenceSettings {
  /// Makes the policy that these settings describe.
  ///
  /// - Parameters:
  ///   - rest: how long a document rests after a change before it is refreshed.
  ///   - retries: when to retry failed refreshes.
  ///   - seed: the seed of the policy's random choices. Give each policy a different seed, so that they don't all act
  ///     at the same moment.
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
