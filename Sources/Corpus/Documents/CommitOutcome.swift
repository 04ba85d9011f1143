/// What became of a change that was decided upon an older state of the store.
package enum CommitOutcome: Hashable, Sendable {
  case committed
  /// Somebody else had done the same.
  case alreadyDone
  /// Somebody else has committed a newer version since: nothing was written.
  case overtaken
}
