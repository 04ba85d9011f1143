package import FreshetCorpus
internal import GRDB

/// Another store, as it was when everything was exchanged with it last.
package struct PeerRecord: Hashable, Sendable {
  package let replica: ReplicaID
  /// Where its history stood.
  package let token: SessionToken
  /// Its newest stamp.
  package let clock: HybridTime
  package let at: Timestamp
  /// The number of this store's last change that it has.
  package let ours: Int64

  package init(replica: ReplicaID, token: SessionToken, clock: HybridTime, at: Timestamp, ours: Int64) {
    self.replica = replica
    self.token = token
    self.clock = clock
    self.at = at
    self.ours = ours
  }
}
