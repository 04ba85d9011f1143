/// How one document stands.
public struct DocumentVerdict: Hashable, Sendable {
  /// The judged document.
  public let document: DocumentID
  /// How the document compares with its source.
  public let state: AuditState
  /// What the index serves; nil when it serves nothing.
  public let indexed: Revision?
  /// What the source holds; nil when it holds nothing or can't be read.
  public let source: Revision?
  /// What it was measured with; nil when it couldn't be.
  public let method: Verification.Method?
  /// When the source's file that is served was last modified; nil when nothing is served, or no file holds it.
  public let modifiedAt: Timestamp?
  /// What a person should know beside the state; empty when the state says all.
  public let detail: AdvisedText
  /// Whether only its hidden or secret-like name keeps it from being a document.
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
