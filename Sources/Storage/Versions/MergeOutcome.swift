internal import FreshetCorpus
internal import GRDB

/// The result of merging a document's state from another replica.
package enum MergeOutcome: Hashable, Sendable {
  /// The state held nothing new.
  case known
  /// The state was merged.
  case merged
  /// This store has received all of the state before, removed the document and forgotten it. The merge doesn't bring it
  /// back.
  case forgotten
  /// A stamp in the state is too far ahead of this machine's clock. Nothing was merged.
  case refused
}
