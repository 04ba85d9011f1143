/// The position of a passage in a served document, with everything that a hit's certificate states about it.
package struct ServedPlacement: Hashable, Sendable {
  package let document: DocumentID
  package let revision: Revision
  package let version: VersionVector
  package let placement: Placement
  package let stamped: StampedRevision?
  package let verified: Verification
  /// When Freshet noticed that the document may have changed in its source; nil if Freshet has noticed nothing since
  /// the last verification.
  package let suspectSince: Timestamp?
  /// The number of concurrent versions with different content (texts, or a removal); 1 if there is no conflict.
  package let siblings: Int
  /// Why the index still serves the document although its source may no longer contain it; nil for most documents.
  package let heldBack: String?

  package init(
    document: DocumentID, revision: Revision, version: VersionVector, placement: Placement,
    stamped: StampedRevision?, verified: Verification, suspectSince: Timestamp?, siblings: Int,
    heldBack: String?
  ) {
    self.document = document
    self.revision = revision
    self.version = version
    self.placement = placement
    self.stamped = stamped
    self.verified = verified
    self.suspectSince = suspectSince
    self.siblings = siblings
    self.heldBack = heldBack
  }
}
