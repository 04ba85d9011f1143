/// A marked document: a row of the journal, which lists the documents with a possible change that isn't indexed yet.
package struct MarkedDocument: Hashable, Sendable {
  package let id: DocumentID
  package let observedAt: Timestamp
  package let attempts: Int
  /// Why the last attempt to index the document failed; nil if no attempt failed.
  package let failure: String?
  /// When to retry indexing the document; nil for at once.
  package let nextAttemptAt: Timestamp?
  /// Whether indexing failed so often that Freshet doesn't retry until the document changes or `reindex` runs.
  package let isDeadLetter: Bool
  /// Whether Freshet holds the document's removal back, because too many documents would vanish at once. The index
  /// serves the document until a person confirms the removal; `failure` says why.
  package let isHeldBack: Bool

  /// Why Freshet holds the document's removal back until a person confirms it; nil if it doesn't.
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
