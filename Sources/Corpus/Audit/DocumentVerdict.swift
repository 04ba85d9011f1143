/// How one document compares with its source.
public struct DocumentVerdict: Hashable, Sendable {
  /// The judged document.
  public let document: DocumentID
  /// How the document compares with its source.
  public let state: AuditState
  /// The revision that the index serves; nil if it serves none.
  public let indexed: Revision?
  /// The revision that the source holds; nil if it holds none or can't be read.
  public let source: Revision?
  /// How Freshet compared both; nil if it couldn't.
  public let method: Verification.Method?
  /// When the file of the served revision was last modified; nil if nothing is served, or no file holds the document.
  public let modifiedAt: Timestamp?
  /// What a person should know in addition to the state; empty if there is nothing to add.
  public let detail: AdvisedText
  /// Whether the entry is no document only because its name is hidden or looks like that of a secret.
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
