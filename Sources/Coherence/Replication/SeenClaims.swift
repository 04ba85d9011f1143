package import FreshetCorpus

/// Limits the version vector that a peer claims to have seen to what this store can believe.
///
/// If a store has seen a write but doesn't have its version, the version counts as removed. So a false, too great
/// number in a peer's vector would make this store drop documents for good. The peer's claim about its own writes
/// counts in full. Its claim about a third replica counts only up to the greatest write of that replica that the peer
/// transferred or that this store already knows.
package struct SeenClaims: Hashable, Sendable {
  /// For each replica, the number of its greatest write in the states and contexts that the peer transferred.
  private var transferred: [ReplicaID: UInt64] = [:]

  package init() {}

  package mutating func note(_ state: DocumentState) {
    note(state.versions.context)
    for dot in state.versions.siblings.keys { note(dot) }
    for dot in state.attributes.dots { note(dot) }
    if let reached = state.attributes.reached { note(reached) }
  }

  private mutating func note(_ context: CausalContext) {
    transferred.merge(context.vector.counts, uniquingKeysWith: max)
    for dot in context.dots { note(dot) }
  }

  private mutating func note(_ dot: Dot) {
    transferred[dot.replica] = max(transferred[dot.replica] ?? 0, dot.write)
  }

  /// Reduces a peer's claimed version vector to what this store believes.
  ///
  /// - Parameters:
  ///   - seen: for each replica, the greatest write that the peer claims to have seen.
  ///   - known: for each replica, the greatest write that this store knows of.
  ///   - own: this store's replica name. Claims of other stores about it are ignored.
  /// - Returns: the believed vector, and the claims that were reduced.
  package func judge(
    _ seen: VersionVector, of peer: ReplicaID, known: VersionVector, own: ReplicaID
  ) -> (believed: VersionVector, cut: [CutClaim]) {
    var (believed, cut): ([ReplicaID: UInt64], [CutClaim]) = ([:], [])
    for (replica, claimed) in seen.counts where replica != own {
      let limit = replica == peer ? claimed : max(transferred[replica] ?? 0, known.counts[replica, default: 0])
      believed[replica] = min(claimed, limit)
      if claimed > limit { cut.append(CutClaim(replica: replica, claimed: claimed, believed: limit)) }
    }
    return (VersionVector(believed), cut.sorted { $0.replica < $1.replica })
  }
}

/// A peer's claim about a third replica's writes that this store reduced, because this store knows of fewer writes of
/// that replica.
package struct CutClaim: Hashable, Sendable {
  package let replica: ReplicaID
  package let claimed: UInt64
  package let believed: UInt64

  package init(replica: ReplicaID, claimed: UInt64, believed: UInt64) {
    self.replica = replica
    self.claimed = claimed
    self.believed = believed
  }
}
