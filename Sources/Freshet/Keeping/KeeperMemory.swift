internal import FreshetCoherence
internal import FreshetCorpus

/// What a keeper remembers outside the store, and loses when it ends.
struct KeeperMemory {
  /// Documents that this keeper made dead letters. The watcher would have reported a change of theirs.
  var deadLetters: Set<DocumentID> = []
  var reported = ReportedHolds()
  var hollows = RecentHollows()
  /// How many scans of another folder at the source's root the store had recorded at the watcher's last batch; nil
  /// before the first batch.
  var looksElsewhere: Int?
}
