/// A step in the life of a document, as `freshet why` lists it.
public struct DocumentTransition: Hashable, Sendable {
  /// What happened to a document.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// Freshet noticed that the source may have changed.
    case observed
    /// The index serves this revision; vectors may still be missing.
    case installed
    /// All its passages have vectors.
    case embedded
    /// A look at the source found the served revision.
    case confirmed
    /// A newer version was committed while Freshet worked on this one.
    case overtaken
    /// The document is proven to be gone from its source, and no longer served.
    case retired
    /// The entry isn't a document: see ``SkipReason``.
    case skipped = "passedOver"
    /// The last attempt to index failed; the index still serves the former revision.
    case failed
    /// Indexing failed too often; no retry until the document changes.
    case deadLettered = "buried"
  }

  /// The kind of step.
  public let state: State
  /// When it happened.
  public let at: Timestamp
  /// Details, such as a revision or an error; nil if there are none.
  public let detail: String?

  package init(state: State, at: Timestamp, detail: String?) {
    self.state = state
    self.at = at
    self.detail = detail
  }
}
