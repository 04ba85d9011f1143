/// A finding of an audit: an object that breaks a rule.
public struct AuditFinding: Hashable, Sendable {
  /// The kind of object that a finding is about.
  public enum Subject: Hashable, Sendable, Comparable {
    /// The finding is about the whole store.
    case store
    /// The finding is about the source with this name.
    case source(String)
    /// The finding is about this document.
    case document(DocumentID)
  }

  /// The rule that the object breaks.
  public let rule: AuditRule
  /// The object that breaks the rule.
  public let subject: Subject
  /// What is wrong with the object, as a sentence without a full stop.
  public let what: AdvisedText
  /// The revision of the document that the index serves; nil if the index serves none, or if the finding doesn't state
  /// it.
  public let indexed: Revision?
  /// The hash of the document's bytes in the source; nil if the source doesn't contain the document, if Freshet can't
  /// read it, or if the finding doesn't state the hash.
  public let source: Revision?
  /// When Freshet last verified that the index served what the source contained; nil if unknown.
  public let inStepAt: Timestamp?
  /// The latest time at which the document in the index can have begun to differ from its source. If the finding is
  /// about missing vectors, the time at which the oldest of the document's passages without a vector began to wait. Nil
  /// if unknown.
  public let differsSince: Timestamp?
  /// A phrase that states the refresh policy of the source, and whether a process applies that policy at present; nil
  /// if the finding isn't about a document or a watch of an audited source.
  public let owedBy: String?
  /// The lines of the served revision that the source no longer contains, with the line numbers of the served revision.
  public let servedLines: [LineRange]
  /// The lines of the document in the source that the index doesn't serve, with the line numbers of the source.
  public let sourceLines: [LineRange]
  /// The way to solve the problem, or to learn more about it.
  public let next: Remedy

  package init(
    rule: AuditRule, subject: Subject, what: AdvisedText, indexed: Revision?, source: Revision?,
    inStepAt: Timestamp?, differsSince: Timestamp?, owedBy: String?,
    servedLines: [LineRange], sourceLines: [LineRange], next: Remedy
  ) {
    self.rule = rule
    self.subject = subject
    self.what = what
    self.indexed = indexed
    self.source = source
    self.inStepAt = inStepAt
    self.differsSince = differsSince
    self.owedBy = owedBy
    self.servedLines = servedLines
    self.sourceLines = sourceLines
    self.next = next
  }

  /// The document that the finding is about; nil for a source or the store.
  public var document: DocumentID? {
    if case .document(let id) = subject { id } else { nil }
  }
}
