/// A breach of a rule.
public struct AuditFinding: Hashable, Sendable {
  /// What a finding is about.
  public enum Subject: Hashable, Sendable, Comparable {
    /// The whole store.
    case store
    /// A source, by name.
    case source(String)
    /// A document.
    case document(DocumentID)
  }

  /// The rule that is broken.
  public let rule: AuditRule
  /// The object that breaks the rule.
  public let subject: Subject
  /// What is wrong with the subject, in a sentence without a full stop.
  public let what: AdvisedText
  /// The revision that the index serves; nil if it serves none, or it isn't known.
  public let indexed: Revision?
  /// The hash of the source's bytes; nil if the audit didn't read them, or if there are none.
  public let source: Revision?
  /// When Freshet last proved that the document was in step with its source; nil if unknown.
  public let inStepAt: Timestamp?
  /// The latest moment at which the difference can have begun. It began after `inStepAt`.
  public let differsSince: Timestamp?
  /// The policy that must refresh the document, and whether a process applies it.
  public let owedBy: String?
  /// Lines of the served revision that the source no longer holds, numbered as in the served revision.
  public let servedLines: [LineRange]
  /// Lines of the source that the index doesn't serve, numbered as in the source.
  public let sourceLines: [LineRange]
  /// The remedy for the finding, or the way to learn more.
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
