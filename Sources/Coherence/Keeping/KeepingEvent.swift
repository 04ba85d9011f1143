package import FreshetCorpus

/// An event that the owner of a `SourceKeeping` reports to that state machine.
package enum KeepingEvent: Hashable, Sendable {
  /// The watcher reported changes.
  case noticed(WatchBatch)
  /// The owner has committed the marks (journal entries of possibly changed documents) that the last `.mark` asked for.
  case marked
  /// A scan has ended. The owner has marked the documents in the scan's scopes that differ, and retired those proven
  /// gone.
  case looked(changed: [DocumentID], startedAt: Timestamp)
  /// A scan failed, because the root folder is missing or unreadable.
  case unseen(why: String)
  /// An event that the `CoherencePolicy` handles.
  case refresh(RefreshEvent)
}

/// An action that a `SourceKeeping` asks of its owner. The owner performs actions in the given order, and completes a
/// `mark` or a `look` before it begins the next action.
package enum KeepingAction: Hashable, Sendable {
  /// Record durably that these documents may have changed, before reading any of them; then report `.marked`.
  case mark([DocumentID])
  /// Scan these scopes, mark the documents that differ, and retire those proven gone; then report `.looked` or
  /// `.unseen`.
  case look(Set<ExactPath>)
  /// An action that the `CoherencePolicy` asks for.
  case refresh(RefreshAction)
  /// Notify the callers that wait for these cookies (marker files of barriers): every file operation that ended before
  /// the cookie was written is now indexed.
  case acknowledge([String])
  /// Publish the health of the watch, and the watermark: the moment up to which every change is recorded.
  case announce(WatchHealth, upTo: Timestamp?)
}
