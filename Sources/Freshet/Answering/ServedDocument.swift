internal import FreshetCorpus

/// The facts that decide the freshness of a served document, the same for all its passages.
struct ServedDocument {
  let document: DocumentID
  let revision: Revision
  let stamped: StampedRevision?
  let verified: Verification
  /// When a change of the document was noticed that no refresh has answered yet; nil if there is none.
  let suspectSince: Timestamp?
  /// How many different versions stand: texts, and perhaps a removal. 1 if there is no conflict.
  let siblings: Int
  /// Why the store serves the document although its source may not have it; nil for most documents.
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
