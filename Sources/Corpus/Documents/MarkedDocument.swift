/// A document whose current revision is not indexed yet: a row of the journal.
package struct MarkedDocument: Hashable, Sendable {
  package let id: DocumentID
  package let observedAt: Timestamp
  package let attempts: Int
  /// Why the last attempt failed; nil before the first.
  package let failure: String?
  /// When to retry; nil for at once.
  package let nextAttemptAt: Timestamp?
  /// Whether indexing failed too often: no retry until the document changes.
  package let isDeadLetter: Bool
  /// Whether Freshet holds the document's removal back, because too many documents would vanish at once. The index
  /// serves the document until a person confirms the loss; `failure` says why.
  package let isHeldBack: Bool

  /// Why its removal is held back; nil if it isn't.
  package var heldBack: String? { isHeldBack ? failure ?? "held back" : nil }

  package init(
    id: DocumentID, observedAt: Timestamp, attempts: Int, failure: String?, nextAttemptAt: Timestamp?,
    isDeadLetter: Bool, isHeldBack: Bool
  ) {
    self.id = id
    self.observedAt = observedAt
    self.attempts = attempts
    self.failure = failure
    self.nextAttemptAt = nextAttemptAt
    self.isDeadLetter = isDeadLetter
    self.isHeldBack = isHeldBack
  }
}
