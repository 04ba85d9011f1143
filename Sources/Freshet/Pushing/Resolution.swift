internal import FreshetCoherence
internal import FreshetCorpus

/// What to do when two writers have written a document without having read each other's versions.
public enum Resolution: Sendable {
  /// A store that watches the source reads the file again, because the file decides. Other stores keep both versions
  /// until then.
  case sourceWins
  /// The cache serves the version with the newest stamp. The others stay in the document's history.
  case lastWriter
  /// The cache keeps all concurrent versions. Answers from them are certified `conflicted` and carry them all, until a
  /// writer that has read them writes again.
  case keepBoth
  /// The cache calls the function with the document whenever it has siblings. The text that the function returns
  /// supersedes them; nil keeps them.
  case custom(@Sendable (StoredDocument) async throws -> String?)

  var rule: ConflictRule {
    if case .lastWriter = self { .newest } else { .all }
  }
}
