/// What an audit found: a verdict on every document of source and index, and what breaks a rule.
public struct AuditReport: Hashable, Sendable {
  package let judged: AuditVerdicts
  /// In the order of the rules' numbers, then of their subjects.
  public let findings: [AuditFinding]
  /// In the order of their names.
  public let sources: [AuditedSource]
  /// Entries of the source that are not to be indexed, by reason.
  public let skipped: [SkipReason: Int]
  /// The skipped entries that may hold text, in order of document.
  public let unread: [SkippedDocument]
  /// The newest changes that became visible, oldest first; empty unless asked for.
  public let refreshes: [Refresh]
  /// The space that the audit asked for.
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

  /// One for each document of either side, in the order of documents.
  ///
  /// - Complexity: O(*n*): they are made when they are asked for.
  public var verdicts: [DocumentVerdict] { judged.all }

  /// How many documents were judged.
  public var documentCount: Int { judged.count }

  /// Whether no rule is broken.
  public var isCoherent: Bool { findings.isEmpty }

  /// How many documents are in this state.
  public func count(of state: AuditState) -> Int { counts[state] ?? 0 }
  /// How many findings this rule has.
  public func count(breaking rule: AuditRule) -> Int { findings.count { $0.rule == rule } }
}
