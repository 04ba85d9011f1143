package import Freshet

/// The report of an audit as JSON; docs/commands/audit.md documents the keys.
package struct AuditObject: Encodable {
  package struct Document: Encodable {
    let document, state: String
    let indexed, source: Revision?
    let method, modifiedAt: String?
    let detail: AdvisedText?
  }

  package struct Finding: Encodable {
    let rule, title, severity: String
    let document, source: String?
    let what: AdvisedText
    let indexed, sourceRevision: Revision?
    let inStepAt, differsSince, owedBy: String?
    let servedLines, sourceLines: [[Int]]
    let next: String
    let known, failing: Bool
  }

  package struct Baseline: Encodable {
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

  /// - Parameters:
  ///   - report: the report of the audit.
  ///   - findings: the findings to show, in the order of the report.
  ///   - omitted: the number of further findings in the report, which aren't shown.
  ///   - resolved: the entries of the baseline that the audit no longer found; nil without a baseline.
  package init(_ report: AuditReport, findings: [Finding], omitted: Int, resolved: [AcceptedFinding]?) {
    coherent = report.isCoherent
    failing = findings.contains(where: \.failing)
    counts = Dictionary(keepingFirst: AuditState.allCases.map { ($0.rawValue, report.count(of: $0)) })
    documents = report.verdicts.map(Document.init)
    self.findings = findings
    self.omitted = omitted
    baseline = resolved.map { Baseline(known: findings.count(where: \.known), resolved: $0) }
    skipped = SkipReason.named(report.skipped)
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
  /// - Parameters:
  ///   - finding: the finding.
  ///   - next: the remedy in the wording of the interface, such as a command line.
  ///   - isKnown: whether the baseline accepts the finding.
  ///   - isFailing: whether the finding makes the audit fail.
  package init(_ finding: AuditFinding, next: String, isKnown: Bool, isFailing: Bool) {
    let source: String? = if case .source(let name) = finding.subject { name } else { nil }
    self.init(
      rule: finding.rule.id, title: finding.rule.title, severity: finding.rule.severity.rawValue,
      document: finding.document?.description, source: source, what: finding.what, indexed: finding.indexed,
      sourceRevision: finding.source, inStepAt: finding.inStepAt?.description,
      differsSince: finding.differsSince?.description, owedBy: finding.owedBy,
      servedLines: finding.servedLines.map { [$0.first, $0.last] },
      sourceLines: finding.sourceLines.map { [$0.first, $0.last] }, next: next, known: isKnown, failing: isFailing)
  }
}
