/// What breaks a rule.
public struct AuditFinding: Hashable, Sendable {
  /// What a finding is about.
  public enum Subject: Hashable, Sendable, Comparable {
    /// The store as a whole.
    case store
    /// A source, by name.
    case source(String)
    /// A document.
    case document(DocumentID)
  }

  /// The rule that is broken.
  public let rule: AuditRule
  /// What breaks the rule.
  public let subject: Subject
  /// What is wrong with this one, in a sentence without a full stop.
  public let what: AdvisedText
  /// What the index serves, and what the source holds; nil where that is nothing, or not known.
  public let indexed: Revision?
  /// The hash of the source's bytes; nil if they weren't read, or there are none.
  public let source: Revision?
  /// When it was last proven in step.
  public let inStepAt: Timestamp?
  /// From when on it has differed, at the latest: it may have begun earlier, but not before `inStepAt`.
  public let differsSince: Timestamp?
  /// The policy that must refresh the document, and whether a process follows it.
  public let owedBy: String?
  /// Lines of what is served that the source no longer holds; counted in the served revision.
  public let servedLines: [LineRange]
  /// Lines of the source that aren't served; counted in the source.
  public let sourceLines: [LineRange]
  /// What mends it, or says more of it.
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
