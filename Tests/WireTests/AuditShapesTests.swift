import FreshetWire
import Testing

@testable import Freshet

@Suite struct AuditShapesTests {
  private static let finding = AuditFinding(
    rule: .stale, subject: .document(Sample.document), what: "differs", indexed: Sample.revision,
    source: Sample.otherRevision, inStepAt: Sample.moment(0), differsSince: Sample.moment(500), owedBy: "a failure",
    servedLines: [LineRange(first: 1, last: 3), LineRange(first: 7, last: 7)],
    sourceLines: [LineRange(first: 1, last: 4)], next: .watch)

  private static let blindness = AuditFinding(
    rule: .watcherUnhealthy, subject: .source("files"), what: "blind", indexed: nil, source: nil, inStepAt: nil,
    differsSince: nil, owedBy: nil, servedLines: [], sourceLines: [], next: .watch)

  private static let report = AuditReport(
    judged: AuditVerdicts(
      vouched: [:],
      examined: [
        DocumentVerdict(
          document: Sample.document, state: .stale, indexed: Sample.revision, source: Sample.otherRevision,
          method: .contentHash, modifiedAt: Sample.moment(400), detail: "other bytes", isHidden: false),
        DocumentVerdict(
          document: Sample.pushed, state: .fresh, indexed: nil, source: nil, method: nil, modifiedAt: nil, detail: "",
          isHidden: false),
      ]),
    findings: [finding, blindness], sources: [], skipped: [.binary: 2], unread: [Sample.skipped, Sample.bareSkipped],
    refreshes: [], space: Sample.space.id,
    auditedAt: Sample.moment(2_000), token: Sample.token)

  @Test func `an audit`() throws {
    let findings = zip(Self.report.findings, [false, true]).map { finding, isKnown in
      AuditObject.Finding(finding, next: "freshet reindex", isKnown: isKnown, isFailing: !isKnown)
    }
    let resolved = [
      AcceptedFinding(rule: .canaryDrift, subject: .store),
      AcceptedFinding(rule: .stale, subject: .document(Sample.pushed)),
    ]
    try Golden.expect(AuditObject(Self.report, findings: findings, omitted: 1, resolved: resolved))
    let empty = AuditReport(
      judged: AuditVerdicts(vouched: [:], examined: []), findings: [], sources: [], skipped: [:], unread: [],
      refreshes: [], space: Sample.space.id, auditedAt: Sample.moment(0),
      token: Sample.token)
    try Golden.expect(AuditObject(empty, findings: [], omitted: 0, resolved: nil), as: "bare")
  }

  @Test func `a finding that a baseline accepts`() throws {
    try Golden.expect(AcceptedFinding(Self.finding))
    try Golden.expect(AcceptedFinding(rule: .watcherUnhealthy, subject: .source("files")), as: "source")
    try Golden.expect(AcceptedFinding(rule: .canaryDrift, subject: .store), as: "store")
  }

  @Test func `an examination`() throws {
    let findings = [
      HealthFinding(.problem, "store", "it can't be opened", cure: "give back the rights"),
      HealthFinding(.warning, "inotify", "8,192 watches"), HealthFinding(.note, "blas", "none"),
      HealthFinding(.ok, "clock", "in step"),
    ]
    try Golden.expect(DoctorObject(store: "/home/ann/docs/.freshet", findings))
    try Golden.expect(DoctorObject(store: nil, []), as: "bare")
  }

  @Test func `how each source keeps its objective`() throws {
    let window = ServiceWindow(window: .seconds(3_600), within: 99, total: 100, burnRate: 10.5)
    let idle = ServiceWindow(window: .milliseconds(300_500), within: 0, total: 0, burnRate: nil)
    let level = SourceServiceLevel(
      source: "files", objective: StalenessObjective(staleness: .milliseconds(2_500)), documentsWithin: 4,
      documents: 5, changes: ServiceIndicator(windows: [window, idle], budgetLeft: -0.25, alerts: ["page"]),
      answers: ServiceIndicator(windows: [], budgetLeft: nil, alerts: []))
    try Golden.expect(ServiceLevelsObject([level]))
    try Golden.expect(ServiceLevelsObject([]), as: "bare")
  }

  @Test func `each event of a monitor`() throws {
    let plan = MonitorPlan(window: .milliseconds(1_500), sweep: .seconds(600), listing: .seconds(5))
    let events: [(String, MonitorEvent)] = [
      ("began", .began(documents: 12)), ("violated", .violated(Sample.lastingViolation)),
      ("ended", .ended(Sample.violation)), ("unable", .unable(why: "the store is busy")),
    ]
    for (form, event) in events {
      try Golden.expect(MonitorEventObject(event, plan, at: Sample.moment(61_000)), as: form)
    }
  }

  @Test func `what all probes of a monitor came to`() throws {
    try Golden.expect(
      MonitorSummaryObject(
        MonitorSummary(
          documents: 12, probes: 40, consistentAtOnce: 36, consistentWithin: [2, 1, 0], violations: 1)))
  }
}
