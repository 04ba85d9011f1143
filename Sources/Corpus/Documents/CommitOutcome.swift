/// The result of a commit that was decided from an older state of the store.
package enum CommitOutcome: Hashable, Sendable {
  case committed
  /// Another writer had committed the same change.
  case alreadyDone
  /// Another writer had committed a newer version: nothing was written.
  case overtaken
}
