internal import FreshetCorpus
internal import GRDB

/// The result of merging a document's state from another replica.
package enum MergeOutcome: Hashable, Sendable {
  /// This store had already merged everything in the state.
  case known
  /// The state contained something new, which this store merged.
  case merged
  /// This store has received all of the state before, then removed the document and deleted its record. The merge
  /// doesn't bring the document back.
  case forgotten
  /// A stamp (hybrid logical time) in the state is too far ahead of this machine's clock. The store merged nothing.
  case refused
}
