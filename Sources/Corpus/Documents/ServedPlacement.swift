/// One placement with everything that a certificate states about it.
package struct ServedPlacement: Hashable, Sendable {
  package let document: DocumentID
  package let revision: Revision
  package let version: VersionVector
  package let placement: Placement
  package let stamped: StampedRevision?
  package let verified: Verification
  /// When its source was seen to have perhaps changed; nil when nothing was seen since.
  package let suspectSince: Timestamp?
  /// Different texts that stand side by side, or one and a removal: 1 where nobody disagrees.
  package let siblings: Int
  /// Why it is served although its source may not have it; nil for most documents.
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
