internal import Freshet

/// An audit as JSON: docs/commands/audit.md.
struct AuditObject: Encodable {
  struct Document: Encodable {
    let document, state: String
    let indexed, source: Revision?
    let method, modifiedAt, detail: String?
  }

  struct Finding: Encodable {
    let rule, title, severity: String
    let document, source: String?
    let what: String
    let indexed, sourceRevision: Revision?
    let inStepAt, differsSince, owedBy: String?
    let servedLines, sourceLines: [[Int]]
    let next: String
    let known, failing: Bool
  }

  struct Baseline: Encodable {
    let known: Int
    let resolved: [AcceptedFinding]
  }

  let coherent, failing: Bool
  let counts: [String: Int]
  let documents: [Document]
  let findings: [Finding]
  let omitted: Int
  let baseline: Baseline?
  let skipped: [String: Int]
  let unread: [SkippedObject]
  let space: SpaceID
  let auditedAt: String
  let token: SessionToken

  init(_ assessment: AuditAssessment) {
    let report = assessment.report
    coherent = report.isCoherent
    failing = assessment.isFailing
    counts = Dictionary(keepingFirst: AuditState.allCases.map { ($0.rawValue, report.count(of: $0)) })
    documents = report.verdicts.map(Document.init)
    findings = assessment.entries.map(Finding.init)
    omitted = assessment.omittedCount
    baseline =
      assessment.hasBaseline ? Baseline(known: assessment.knownCount, resolved: assessment.resolved) : nil
    skipped = report.skipped.named
    unread = report.unread.map(SkippedObject.init)
    space = report.space
    auditedAt = report.auditedAt.description
    token = report.token
  }
}

extension AuditObject.Document {
  fileprivate init(_ verdict: DocumentVerdict) {
    self.init(
      document: verdict.document.description, state: verdict.state.rawValue, indexed: verdict.indexed,
      source: verdict.source, method: verdict.method?.rawValue, modifiedAt: verdict.modifiedAt?.description,
      detail: verdict.detail.isEmpty ? nil : verdict.detail)
  }
}

extension AuditObject.Finding {
  fileprivate init(_ entry: AuditAssessment.Entry) {
    let finding = entry.finding
    let source: String? = if case .source(let name) = finding.subject { name } else { nil }
    self.init(
      rule: finding.rule.id, title: finding.rule.title, severity: finding.rule.severity.rawValue,
      document: finding.document?.description, source: source, what: finding.what, indexed: finding.indexed,
      sourceRevision: finding.source, inStepAt: finding.inStepAt?.description,
      differsSince: finding.differsSince?.description, owedBy: finding.owedBy,
      servedLines: finding.servedLines.map { [$0.first, $0.last] },
      sourceLines: finding.sourceLines.map { [$0.first, $0.last] }, next: entry.next, known: entry.isKnown,
      failing: entry.isFailing)
  }
}
