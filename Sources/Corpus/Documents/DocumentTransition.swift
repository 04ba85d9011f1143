/// A step in a document's life: what `why` tells.
public struct DocumentTransition: Hashable, Sendable {
  /// What happened to a document.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// Its source was seen to have perhaps changed.
    case observed
    /// This revision is served; perhaps its vectors are still on the way.
    case installed
    /// All its passages have vectors.
    case embedded
    /// A look at the source found what is served.
    case confirmed
    /// A newer version was committed while this one was on its way.
    case overtaken
    /// Its absence is proven; it is no longer served.
    case retired
    /// The entry isn't for the index: see ``SkipReason``.
    case skipped = "passedOver"
    /// The last attempt failed; what was served still is.
    case failed
    /// It failed too often; no further attempt until it changes.
    case deadLettered = "buried"
  }

  /// What happened.
  public let state: State
  /// When it happened.
  public let at: Timestamp
  /// More about it, such as a revision or an error; nil where there is nothing to add.
  public let detail: String?

  package init(state: State, at: Timestamp, detail: String?) {
    self.state = state
    self.at = at
    self.detail = detail
  }
}
