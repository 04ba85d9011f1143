internal import FreshetCoherence
internal import FreshetCorpus

/// What a keeper remembers beside the store, and loses when it ends.
struct KeeperMemory {
  /// Documents that were given up here, and that the watcher would have named if they had changed since.
  var deadLetters: Set<DocumentID> = []
  var reported = ReportedHolds()
  var hollows = RecentHollows()
  /// The recorded number of scans elsewhere at the watcher's last batch; nil before the first.
  var looksElsewhere: Int?
}
