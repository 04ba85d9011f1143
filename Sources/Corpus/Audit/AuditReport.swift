/// The result of an audit: the findings, and a verdict on every document that a source contains or the index serves.
public struct AuditReport: Hashable, Sendable {
  package let judged: AuditVerdicts
  /// The findings (objects that break a rule), in the order of the rules' numbers, then of their subjects.
  public let findings: [AuditFinding]
  /// The audited sources, in the order of their names.
  public let sources: [AuditedSource]
  /// The number of entries of the sources that Freshet doesn't index, by reason.
  public let skipped: [SkipReason: Int]
  /// The skipped entries that may contain text, in the order of their names.
  public let unread: [SkippedDocument]
  /// The recent refreshes (changes that the index began to serve), oldest first; empty unless the caller requests them.
  public let refreshes: [Refresh]
  /// The embedding space in which the audit expects every document's vectors.
  public let space: SpaceID
  /// When the audit was made.
  public let auditedAt: Timestamp
  /// The position in the store's history that the audit examined.
  public let token: SessionToken
  private let counts: [AuditState: Int]

  package init(
    judged: AuditVerdicts, findings: [AuditFinding], sources: [AuditedSource],
    skipped: [SkipReason: Int], unread: [SkippedDocument], refreshes: [Refresh], space: SpaceID,
    auditedAt: Timestamp,
    token: SessionToken
  ) {
    self.judged = judged
    self.findings = findings
    self.sources = sources
    self.skipped = skipped
    self.unread = unread
    self.refreshes = refreshes
    self.space = space
    self.auditedAt = auditedAt
    self.token = token
    counts = judged.counts()
  }

  /// The verdict on each document that a source contains or the index serves, in the order of the documents' names.
  ///
  /// - Complexity: O(*n*) for *n* documents; computed at each access.
  public var verdicts: [DocumentVerdict] { judged.all }

  /// The number of judged documents.
  public var documentCount: Int { judged.count }

  /// Whether the audit found no document, source or store that breaks a rule.
  public var isCoherent: Bool { findings.isEmpty }

  /// The number of documents with the verdict `state`.
  public func count(of state: AuditState) -> Int { counts[state] ?? 0 }
  /// The number of findings about objects that break `rule`.
  public func count(breaking rule: AuditRule) -> Int { findings.count { $0.rule == rule } }
}
