internal import FreshetCorpus

/// What decides the freshness of a served document, whichever of its passages is asked about.
struct ServedDocument {
  let document: DocumentID
  let revision: Revision
  let stamped: StampedRevision?
  let verified: Verification
  /// When its source was seen to have perhaps changed; nil when nothing was seen since.
  let suspectSince: Timestamp?
  /// How many different texts, or texts and a removal, stand side by side: 1 if nobody disagrees.
  let siblings: Int
  /// Why it is served although its source may not have it; nil for most documents.
  let heldBack: String?
}

extension ServedDocument {
  init(_ document: IndexedDocument, mark: MarkedDocument?) {
    self.init(
      document: document.id, revision: document.revision, stamped: document.stamped, verified: document.verified,
      suspectSince: mark?.observedAt, siblings: document.siblings, heldBack: mark?.heldBack)
  }

  init(_ served: ServedPlacement) {
    self.init(
      document: served.document, revision: served.revision, stamped: served.stamped, verified: served.verified,
      suspectSince: served.suspectSince, siblings: served.siblings, heldBack: served.heldBack)
  }
}
