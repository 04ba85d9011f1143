public import FreshetCorpus

/// What happens while the sources are kept in step.
public enum WatchEvent: Hashable, Sendable {
  /// Another process watches the source; this one takes over when that one is gone.
  case standingBy(source: String, holder: String)
  /// This process watches the source from now on, by this policy.
  case began(source: String, policy: String)
  /// How well the source is watched, and up to when everything is on record.
  case health(source: String, WatchHealth, upTo: Timestamp?)
  /// These may have changed, and that is on record.
  case observed([DocumentID])
  /// The document's text is served as its source holds it, so long after it was observed.
  case served(DocumentID, lag: Duration)
  /// Vectors have landed; `awaiting` passages still await theirs.
  case embedded(passages: Int, awaiting: Int)
  /// An embedding failed; the watch retries.
  case embedderFailed(why: AdvisedText)
  /// A refresh failed; the next attempt follows at `retryAt`.
  case failed(DocumentID, why: String, attempts: Int, retryAt: Timestamp)
  /// It is a dead letter: no retry until it changes.
  case deadLettered(DocumentID, why: String, attempts: Int)
  /// Too many documents would be removed at once. They stay served until a person accepts the loss, or until their
  /// files or content are back.
  case heldBack(source: String, why: AdvisedText)
  /// The watch was broken off, and begins anew.
  case interrupted(source: String, why: AdvisedText)
}
