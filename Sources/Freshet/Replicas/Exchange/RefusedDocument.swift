internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// A document that an exchange left out: it stays as it is on both sides.
public struct RefusedDocument: Hashable, Sendable {
  public let document: DocumentID
  let why: Refusal.Reason
  /// `stamp`, `contents`, `damaged` or `tooLong`.
  public var reason: String { why.rawValue }
  /// True if this side left it out, false if the other side did.
  public let isHere: Bool

  init(_ refusal: Refusal, isHere: Bool) {
    (document, why, self.isHere) = (refusal.document, refusal.why, isHere)
  }
}

extension RefusedDocument: CustomStringConvertible {
  public var description: String {
    let (here, there) = isHere ? ("here", "the other store") : ("there", "this store")
    let clause =
      switch why {
      case .stamp:
        "refused \(here), because its stamp lies too far ahead: set the clocks right, or run `freshet repair clock` in "
          + there
      case .contents:
        "left out \(here), because a passage of it is damaged in \(there): run `freshet reindex --all` there"
      case .damaged: "left out, because it is damaged \(here): run `freshet reindex --all` \(here)"
      case .tooLong: "left out \(here), because it is too long to be exchanged"
      }
    return "\(document) \(clause)"
  }
}
