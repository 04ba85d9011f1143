package import FreshetCorpus
internal import GRDB

/// Another store, as it was after the last complete exchange with it.
package struct PeerRecord: Hashable, Sendable {
  package let replica: ReplicaID
  /// The position in the other store's history.
  package let token: SessionToken
  /// The other store's newest stamp.
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
