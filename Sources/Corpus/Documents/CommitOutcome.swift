/// The result of a commit that is based on an earlier state of the store.
package enum CommitOutcome: Hashable, Sendable {
  case committed
  /// Another writer had already committed the same change.
  case alreadyDone
  /// Another writer had already committed a newer version, so this commit wrote nothing.
  case overtaken
}
