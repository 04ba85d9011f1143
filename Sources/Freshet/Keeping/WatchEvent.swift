public import FreshetCorpus

/// An event that `RetrievalCache.watch` reports.
public enum WatchEvent: Hashable, Sendable {
  /// Another process, `holder`, watches the source. This process will take over when the other process ends.
  case standingBy(source: String, holder: String)
  /// This process now watches the source, and keeps its index up to date by this policy.
  case began(source: String, policy: String)
  /// How well the source is watched. All changes of the source up to the time `upTo` are on record.
  case health(source: String, WatchHealth, upTo: Timestamp?)
  /// These documents may have changed. The store has marked them for a refresh.
  case observed([DocumentID])
  /// The index now has the document's current text. `lag` is the time since the change was noticed.
  case served(DocumentID, lag: Duration)
  /// The vectors of `passages` passages were stored; `awaiting` more passages still await their vectors.
  case embedded(passages: Int, awaiting: Int)
  /// The embedder failed. The watch will try again.
  case embedderFailed(why: AdvisedText)
  /// Reading or indexing the document has failed `attempts` times; the next attempt is due at `retryAt`.
  case failed(DocumentID, why: String, attempts: Int, retryAt: Timestamp)
  /// The document is a dead letter: nothing retries it until it changes or `reindex` runs.
  case deadLettered(DocumentID, why: String, attempts: Int)
  /// Freshet holds back the removal of documents of the source, for example because most of their files are missing.
  /// The documents stay served until a person accepts the loss, or until their files are restored.
  case heldBack(source: String, why: AdvisedText)
  /// The watch of the source failed, and restarts.
  case interrupted(source: String, why: AdvisedText)
}
