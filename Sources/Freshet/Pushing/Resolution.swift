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

/// What to do with a write whose writer hasn't read everything that stands.
public enum BehindWrite: Hashable, Sendable {
  /// It is taken; the source's `Resolution` says what becomes of it.
  case accept
  /// It fails with `FreshetError.behind`, which carries what the writer missed.
  case refuse
}

/// The resolutions of a store's sources.
struct ResolutionSet: Sendable {
  let named: [String: Resolution]

  subscript(source: String) -> Resolution {
    named[source] ?? (source == DocumentID.pushed ? .keepBoth : .sourceWins)
  }
}
