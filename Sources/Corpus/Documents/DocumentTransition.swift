/// A state transition of a document, for example that it was indexed or skipped. `freshet why` lists them.
public struct DocumentTransition: Hashable, Sendable {
  /// The state that a document entered.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// Freshet noticed that the source may have changed.
    case observed
    /// The index began to serve this revision; vectors may still be missing.
    case installed
    /// Missing vectors of the document's passages were stored.
    case embedded
    /// Freshet compared the document with its source, which still contained the served revision.
    case confirmed
    /// Freshet indexed a revision but discarded it, because another writer committed a newer version meanwhile.
    case overtaken
    /// The document is proven to be gone from its source, and the index no longer serves it.
    case retired
    /// The entry isn't a document: see ``SkipReason``.
    case skipped = "passedOver"
    /// The last attempt to index the document failed; the index still serves the former revision, if there is one.
    case failed
    /// Indexing failed too often. Freshet doesn't retry until the document changes or `reindex` runs.
    case deadLettered = "buried"
  }

  /// The state that the document entered.
  public let state: State
  /// When the transition happened.
  public let at: Timestamp
  /// Details, such as a revision or an error; nil if there are none.
  public let detail: String?

  package init(state: State, at: Timestamp, detail: String?) {
    self.state = state
    self.at = at
    self.detail = detail
  }
}
