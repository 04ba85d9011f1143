/// The result of an audit: a verdict on every document of source and index, and the findings.
public struct AuditReport: Hashable, Sendable {
  package let judged: AuditVerdicts
  /// The breaches of rules, in the order of the rules' numbers, then of their subjects.
  public let findings: [AuditFinding]
  /// The audited sources, in the order of their names.
  public let sources: [AuditedSource]
  /// The number of entries of the sources that Freshet doesn't index, by reason.
  public let skipped: [SkipReason: Int]
  /// The skipped entries that may hold text, in the order of their documents.
  public let unread: [SkippedDocument]
  /// The newest changes that became visible, oldest first; empty by default.
  public let refreshes: [Refresh]
  /// The space in which the audit expects the vectors.
  public let space: SpaceID
  /// When the audit was made.
  public let auditedAt: Timestamp
  /// The state of the store that was audited.
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

  /// The verdict on each document of the source or the index, in the order of documents.
  ///
  /// - Complexity: O(*n*) for *n* documents; computed at each access.
  public var verdicts: [DocumentVerdict] { judged.all }

  /// The number of judged documents.
  public var documentCount: Int { judged.count }

  /// Whether no document, source or store breaks a rule.
  public var isCoherent: Bool { findings.isEmpty }

  /// The number of documents in `state`.
  public func count(of state: AuditState) -> Int { counts[state] ?? 0 }
  /// The number of findings for `rule`.
  public func count(breaking rule: AuditRule) -> Int { findings.count { $0.rule == rule } }
}
