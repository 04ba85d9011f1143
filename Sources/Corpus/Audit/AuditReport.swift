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
  /// In step, but indexed under other settings: another chunker, or rules that no longer make it a document.
  case drifted
  /// Nothing can be said: the source can't be read there.
  case unverified
}

/// How one document stands.
public struct DocumentVerdict: Hashable, Sendable {
  public let document: DocumentID
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
  public let detail: String
  /// Whether only its hidden or secret-like name keeps it from being a document.
  package let isHidden: Bool

  package init(
    document: DocumentID, state: AuditState, indexed: Revision?, source: Revision?,
    method: Verification.Method?, modifiedAt: Timestamp? = nil, detail: String = "", isHidden: Bool = false
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

/// What breaks a rule.
public struct AuditFinding: Hashable, Sendable {
  public enum Subject: Hashable, Sendable, Comparable {
    case store
    case source(String)
    case document(DocumentID)
  }

  public let rule: AuditRule
  public let subject: Subject
  /// What is wrong with this one, in a sentence without a full stop.
  public let what: String
  /// What the index serves, and what the source holds; nil where that is nothing, or not known.
  public let indexed: Revision?
  public let source: Revision?
  /// When it was last proven in step.
  public let inStepAt: Timestamp?
  /// From when on it has differed, at the latest: it may have begun earlier, but not before `inStepAt`.
  public let differsSince: Timestamp?
  /// The policy that owes the refresh, and whether anybody keeps it.
  public let owedBy: String?
  /// Lines of what is served that the source no longer holds; counted in the served revision.
  public let servedLines: [LineRange]
  /// Lines of the source that aren't served; counted in the source.
  public let sourceLines: [LineRange]
  /// The command that mends it.
  public let next: String

  package init(
    rule: AuditRule, subject: Subject, what: String, indexed: Revision? = nil, source: Revision? = nil,
    inStepAt: Timestamp? = nil, differsSince: Timestamp? = nil, owedBy: String? = nil,
    servedLines: [LineRange] = [], sourceLines: [LineRange] = [], next: String
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

  public var document: DocumentID? {
    if case .document(let id) = subject { id } else { nil }
  }
}

/// A source as an audit saw it.
public struct AuditedSource: Hashable, Sendable {
  public let name: String
  /// Nil for pushed documents, and where no folder is known.
  public let root: String?
  /// The name of its policy.
  public let policy: String
  /// Nil when none is set.
  public let objective: StalenessObjective?
  /// Who watches it; nil when nobody does.
  public let watcher: WatcherRecord?

  package init(name: String, root: String?, policy: String, objective: StalenessObjective?, watcher: WatcherRecord?) {
    self.name = name
    self.root = root
    self.policy = policy
    self.objective = objective
    self.watcher = watcher
  }
}

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
  public let space: SpaceID
  public let auditedAt: Timestamp
  public let token: SessionToken
  private let counts: [AuditState: Int]

  package init(
    judged: AuditVerdicts, findings: [AuditFinding], sources: [AuditedSource] = [],
    skipped: [SkipReason: Int] = [:], unread: [SkippedDocument] = [], refreshes: [Refresh] = [], space: SpaceID,
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

  public var documentCount: Int { judged.count }

  public var isCoherent: Bool { findings.isEmpty }

  public func count(of state: AuditState) -> Int { counts[state] ?? 0 }
  public func count(breaking rule: AuditRule) -> Int { findings.count { $0.rule == rule } }
}
