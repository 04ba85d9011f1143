internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// A document that a sync left out. It stays unchanged on both sides.
public struct RefusedDocument: Hashable, Sendable {
  /// The document that was left out.
  public let document: DocumentID
  let why: Refusal.Reason
  /// Why the document was left out: `stamp` (its write time lies too far in the future), `contents` (texts are missing
  /// because they are damaged in the sending store), `damaged`, or `tooLong`.
  public var reason: String { why.rawValue }
  /// True if this store left the document out, false if the other store did.
  public let isHere: Bool
  /// Whether the command that `message` advises must run on this store. If false, it must run on the other store.
  package var isMendedHere: Bool { why == .damaged ? isHere : !isHere }

  init(_ refusal: Refusal, isHere: Bool) {
    (document, why, self.isHere) = (refusal.document, refusal.why, isHere)
  }
}

extension RefusedDocument: Advising {
  public var message: AdvisedText {
    let (receiver, sender) = isHere ? ("this store", "the other store") : ("the other store", "this store")
    let clause: AdvisedText =
      switch why {
      case .stamp:
        """
        was refused by \(receiver), because its write time lies too far in the future: set the clocks to the correct \
        time, or \(run: .repairClock) for \(sender)
        """
      case .contents:
        """
        was left out by \(receiver), because one of its passages is damaged in \(sender): \(run: .reindex(all: true)) \
        for \(sender)
        """
      case .damaged:
        "was left out, because it is damaged in \(receiver): \(run: .reindex(all: true)) for \(receiver)"
      case .tooLong: "was left out by \(receiver), because it is too long to sync"
      }
    return "\(document) \(clause)"
  }
}
