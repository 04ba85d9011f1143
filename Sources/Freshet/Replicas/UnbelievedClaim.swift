internal import FreshetCoherence
public import FreshetCorpus

/// Another store claims to have seen more of a third replica's writes than it transferred or this store knows. This
/// store counts only the writes up to `believed` as seen.
public struct UnbelievedClaim: Hashable, Sendable {
  /// The replica whose writes the claim is about.
  public let replica: ReplicaID
  /// How many of its writes the other store says that it has seen, and how many this one believes.
  public let claimed, believed: UInt64

  init(_ cut: CutClaim) {
    (replica, claimed, believed) = (cut.replica, cut.claimed, cut.believed)
  }
}
