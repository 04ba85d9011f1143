internal import Freshet
internal import FreshetCommand

/// A report whose names and sentences are made to break a page.
enum HostileReport {
  static let names = [
    "<script>alert(1)</script>.md", "\"><img src=x onerror=alert(1)>.md", "a'b&c&amp;.md", "two\nlines\tand a tab.md",
    "right-to-left\u{202E}dm.exe", "עברית/العربية/文書.md", "nul\u{0}bell\u{7}\u{FEFF}\u{2028}\u{FFFE}.md", "]]>--><!--",
    "e\u{301}/\u{e9}.md", "  spaces  .md", "👩‍👩‍👧‍👦/🏳️‍🌈.md", String(repeating: "long", count: 100) + ".md",
    String(repeating: "deep/", count: 60) + "x.md", "replaced \u{FFFD} bytes.md", "/", "",
  ]

  static let report = AuditReport(
    judged: AuditVerdicts(
      vouched: [:], examined: names.enumerated().map { SampleReport.verdict($1, $0 % 2 == 0 ? .stale : .fresh) }),
    findings: names.map {
      AuditFinding(
        rule: .stale, subject: .document(DocumentID(path: $0)), what: "what: \($0)", indexed: nil, source: nil,
        inStepAt: nil, differsSince: nil, owedBy: "owed: \($0)",
        servedLines: (1...400).map { LineRange(first: 1_000_000 * $0, last: 1_000_000 * $0 + 9) },
        sourceLines: [], next: .explain(DocumentID(path: $0)))
    },
    sources: names.map {
      AuditedSource(
        name: $0, root: "/" + $0, policy: "write-behind", objective: StalenessObjective(staleness: .milliseconds(1)),
        watcher: WatcherRecord(
          source: $0, holder: $0, fence: 1, expiresAt: SampleReport.now, policy: $0, health: .blind(why: $0), upTo: nil)
      )
    },
    skipped: [.undecodable: 1],
    unread: [],
    refreshes: [
      Refresh(
        document: DocumentID(path: names[0]), changedAt: Timestamp(nanoseconds: .min),
        visibleAt: Timestamp(nanoseconds: .max),
        passages: 1, embedded: 1),
      Refresh(
        document: DocumentID(path: names[1]), changedAt: SampleReport.now, visibleAt: SampleReport.now, passages: 0,
        embedded: 0),
    ],
    space: SampleReport.space, auditedAt: SampleReport.now, token: SampleReport.token)

  static let page = AuditPage(report, known: [report.findings[3]]).text
}

/// A report on nothing.
enum EmptyReport {
  static let report = AuditReport(
    judged: AuditVerdicts(vouched: [:], examined: []), findings: [], sources: [], skipped: [:], unread: [],
    refreshes: [], space: SampleReport.space, auditedAt: SampleReport.now,
    token: SampleReport.token)

  static let page = AuditPage(report, known: []).text
}
