/// The result of a commit that is based on an earlier state of the store.
package enum CommitOutcome: Hashable, Sendable {
  case committed
  /// The store already contained the result of the change, for example because another writer committed the same
  /// change.
  case alreadyDone
  /// The change wasn't applied, because the document has changed or may have changed since the earlier state.
  case overtaken
}
