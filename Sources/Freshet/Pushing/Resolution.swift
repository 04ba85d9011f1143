internal import FreshetCoherence
internal import FreshetCorpus

/// What is done when two have written a document without having read each other.
public enum Resolution: Sendable {
  /// The source is read again, where it is watched: for files there is a truth. Elsewhere both are kept until that is done.
  case sourceWins
  /// The version with the newest stamp is served. What lost is kept in the document's history.
  case lastWriter
  /// Both stand side by side; answers from them are certified `conflicted` and carry them all, until somebody writes one that
  /// has read them.
  case keepBoth
  /// Called with the document whenever it has siblings. The text that it returns supersedes them; nil keeps them.
  case custom(@Sendable (StoredDocument) async throws -> String?)

  var rule: ConflictRule {
    if case .lastWriter = self { .newest } else { .all }
  }
}
