public import FreshetCorpus

/// An event while a watch keeps the sources in step.
public enum WatchEvent: Hashable, Sendable {
  /// Another process watches the source; this one takes over when that one is gone.
  case standingBy(source: String, holder: String)
  /// This process watches the source from now on, by this policy.
  case began(source: String, policy: String)
  /// How well the source is watched, and up to when all its changes are recorded.
  case health(source: String, WatchHealth, upTo: Timestamp?)
  /// These documents may have changed, and are marked.
  case observed([DocumentID])
  /// The cache serves the document's text as its source holds it. `lag` is the time since the change was observed.
  case served(DocumentID, lag: Duration)
  /// Vectors were stored; `awaiting` passages still await theirs.
  case embedded(passages: Int, awaiting: Int)
  /// An embedding failed; the watch retries.
  case embedderFailed(why: AdvisedText)
  /// A refresh failed; the next attempt follows at `retryAt`.
  case failed(DocumentID, why: String, attempts: Int, retryAt: Timestamp)
  /// The document is a dead letter: nothing retries it until it changes or `reindex` runs.
  case deadLettered(DocumentID, why: String, attempts: Int)
  /// Too many documents would be removed at once. They stay served until a person accepts the loss, or until their
  /// files or content are back.
  case heldBack(source: String, why: AdvisedText)
  /// The watch failed, and begins anew.
  case interrupted(source: String, why: AdvisedText)
}
