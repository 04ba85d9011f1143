internal import FreshetCoherence
internal import FreshetCorpus

/// The state that a `SourceKeeper` has only in memory, not in the store.
struct KeeperMemory {
  /// Documents that this keeper declared dead letters (never retried until they change). Scans leave them out, because
  /// the watcher reports their changes.
  var deadLetters: Set<DocumentID> = []
  var reported = ReportedHolds()
  var hollows = RecentHollows()
  /// The store's count of scans that found a different folder at the source's root, as read with the watcher's last
  /// batch of events; nil before the first batch.
  var looksElsewhere: Int?
}
