internal import FreshetCoherence
public import FreshetCorpus

/// Another store's claim to have seen more writes of a third store than it transferred or this store knows. This store
/// counts only the writes up to number `believed` as seen.
public struct UnbelievedClaim: Hashable, Sendable {
  /// The third store, whose writes the claim is about.
  public let replica: ReplicaID
  /// The number of the latest write of `replica` that the other store claims to have seen, and the number up to which
  /// this store believes the claim.
  public let claimed, believed: UInt64

  init(_ cut: CutClaim) {
    (replica, claimed, believed) = (cut.replica, cut.claimed, cut.believed)
  }
}
