internal import FreshetCorpus
internal import GRDB

/// What became of a document's state that another replica sent.
package enum MergeOutcome: Hashable, Sendable {
  /// It held nothing new.
  case known
  /// It was merged.
  case merged
  /// All of it has been here, was removed, and isn't remembered any more: it doesn't rise again.
  case forgotten
  /// A stamp in it lies too far ahead of this machine's clock: nothing of it was taken.
  case refused
}
