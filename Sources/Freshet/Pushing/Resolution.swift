internal import FreshetCoherence
internal import FreshetCorpus

/// How to resolve a conflict: two writers have written a document without having read each other's versions.
public enum Resolution: Sendable {
  /// The file decides: a store that watches the source reads the file again. Other stores keep both versions until they
  /// receive the result.
  case sourceWins
  /// The cache serves the version that was written last, by its timestamp. The others remain in the document's history.
  case lastWriter
  /// The cache keeps and serves all concurrent versions. Hits in them have the freshness `conflicted` and contain all
  /// versions, until a writer that has read all of them writes again.
  case keepBoth
  /// The cache calls the function with each conflicting document. The text that the function returns replaces the
  /// conflicting versions; if it returns nil, they stay.
  case custom(@Sendable (StoredDocument) async throws -> String?)

  var rule: ConflictRule {
    if case .lastWriter = self { .newest } else { .all }
  }
}
