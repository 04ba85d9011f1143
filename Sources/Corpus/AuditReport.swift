/// How a document of the index stands to the source's bytes.
public enum AuditState: String, Hashable, Sendable, Codable, CaseIterable {
  case fresh
  /// The source holds other bytes than the index serves.
  case stale
  /// In the source, not in the index.
  case missing
  /// In the index, proven gone from the source.
  case orphaned
  /// Concurrent versions stand side by side.
  case conflicted
  /// Text or vector no longer match their address or checksum, or a placement no longer matches its bytes.
  case damaged
  /// Embedded in another space than the one that is asked for.
  case otherSpace
  /// Nothing can be said: the source can't be read there.
  case unverified
}

/// What the audit found of one document.
public struct AuditFinding: Hashable, Sendable {
  public let document: DocumentID
  public let state: AuditState
  /// What the index serves; nil when it serves nothing.
  public let indexed: Revision?
  /// What the source holds; nil when it holds nothing or can't be read.
  public let source: Revision?
  /// What it was measured with; nil when it couldn't be.
  public let method: Verification.Method?
  /// What a person should know beside the state; empty when the state says all.
  public let detail: String

  package init(
    document: DocumentID, state: AuditState, indexed: Revision?, source: Revision?,
    method: Verification.Method?, detail: String = ""
  ) {
    self.document = document
    self.state = state
    self.indexed = indexed
    self.source = source
    self.method = method
    self.detail = detail
  }
}

/// Every document of source and index, each in exactly one state.
public struct AuditReport: Hashable, Sendable {
  /// In the order of documents.
  public let findings: [AuditFinding]
  /// Entries of the source that are not to be indexed, by reason.
  public let skipped: [SkipReason: Int]
  public let space: SpaceID
  public let auditedAt: Timestamp
  public let token: SessionToken

  package init(
    findings: [AuditFinding], skipped: [SkipReason: Int], space: SpaceID, auditedAt: Timestamp,
    token: SessionToken
  ) {
    self.findings = findings
    self.skipped = skipped
    self.space = space
    self.auditedAt = auditedAt
    self.token = token
  }

  public var violations: [AuditFinding] { findings.filter { $0.state != .fresh } }
  public var isCoherent: Bool { violations.isEmpty }

  public func count(of state: AuditState) -> Int {
    findings.count { $0.state == state }
  }
}
