package import FreshetCorpus
internal import GRDB

/// What this store recorded about another store at the last complete synchronization with it.
package struct PeerRecord: Hashable, Sendable {
  package let replica: ReplicaID
  /// The other store's position in its history at that synchronization.
  package let token: SessionToken
  /// The newest stamp (hybrid logical time) that the other store had at that synchronization.
  package let clock: HybridTime
  package let at: Timestamp
  /// The number of this store's last change that the other store has received.
  package let ours: Int64

  package init(replica: ReplicaID, token: SessionToken, clock: HybridTime, at: Timestamp, ours: Int64) {
    self.replica = replica
    self.token = token
    self.clock = clock
    self.at = at
    self.ours = ours
  }
}
