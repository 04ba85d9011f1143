internal import FreshetCorpus

/// The stored facts from which `EvidenceGatherer` determines the freshness of a served document. They apply to all
/// passages of the document.
struct ServedDocument {
  let document: DocumentID
  let revision: Revision
  let stamped: StampedRevision?
  let verified: Verification
  /// When Freshet noticed a change of the document that isn't indexed yet; nil if there is no such change.
  let suspectSince: Timestamp?
  /// How many conflicting versions the document has; a removal counts as a version. 1 if there is no conflict.
  let siblings: Int
  /// Why the store still serves the document although its file may be missing; nil for most documents.
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
