package import FreshetCorpus

/// How much this store believes of what another store claims to have seen.
///
/// A write that a store has seen and doesn't have counts as removed. A number that is too great would therefore make
/// this store drop documents for good. A peer vouches for its own writes. Its claim about a third replica counts only
/// up to that replica's greatest write in what the peer transferred, or in what this store knows: this store has never
/// had access to later writes.
package struct SeenClaims: Hashable, Sendable {
  /// By replica: the greatest write in the states and contexts that the peer transferred.
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

  /// Reduces a peer's claims to what this store believes.
  ///
  /// - Parameters:
  ///   - known: by replica, the greatest write that this store knows of.
  ///   - own: this store's name. No other store's claim about it counts.
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

/// A claim about a third replica's writes, which this store reduced to what it knows of them.
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
