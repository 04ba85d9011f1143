/// An audit's verdict on one document: how the index compares with the source.
public struct DocumentVerdict: Hashable, Sendable {
  /// The document that the verdict is about.
  public let document: DocumentID
  /// The verdict, for example fresh or stale.
  public let state: AuditState
  /// The revision of the document that the index serves; nil if the index doesn't serve the document.
  public let indexed: Revision?
  /// The revision that the source contains; nil if the source doesn't contain the document, or Freshet can't read it.
  public let source: Revision?
  /// How Freshet compared the two revisions; nil if it couldn't.
  public let method: Verification.Method?
  /// When the file was last modified, as recorded with the served revision; nil if the index doesn't serve the
  /// document, or if it doesn't come from a file.
  public let modifiedAt: Timestamp?
  /// What a person should know in addition to the state; empty if there is nothing to add.
  public let detail: AdvisedText
  /// Whether Freshet ignores the entry only because its name is hidden or looks like that of a secret.
  package let isHidden: Bool

  package init(
    document: DocumentID, state: AuditState, indexed: Revision?, source: Revision?,
    method: Verification.Method?, modifiedAt: Timestamp?, detail: AdvisedText, isHidden: Bool
  ) {
    self.isHidden = isHidden
    self.document = document
    self.state = state
    self.indexed = indexed
    self.source = source
    self.method = method
    self.modifiedAt = modifiedAt
    self.detail = detail
  }
}
