internal import Freshet
internal import FreshetSeededNumbers

/// A report as a team of writers would get it: most documents in step, some not, a week of changes. The same in every run.
enum SampleReport {
  static let now = moment(days: 20_514, seconds: 33_240)  // 2026-03-02 09:14 UTC

  static let report = report(at: now)

  static func report(at moment: Timestamp) -> AuditReport {
    AuditReport(
      judged: AuditVerdicts(vouched: [:], examined: verdicts), findings: findings, sources: sources,
      skipped: [.ignored: 214, .binary: 31, .tooLarge: 2],
      unread: [], refreshes: refreshes, space: space, auditedAt: moment, token: token)
  }

  static func report(with findings: [AuditFinding], on verdicts: [DocumentVerdict] = []) -> AuditReport {
    AuditReport(
      judged: AuditVerdicts(vouched: [:], examined: verdicts), findings: findings, sources: [], skipped: [:],
      unread: [], refreshes: [], space: space, auditedAt: now, token: token)
  }

  static let space = SpaceID(Fingerprint(hashing: "space"))

  /// One of the findings was accepted.
  static let known = Set(findings.filter { $0.rule == .orphaned })

  static let token = SessionToken(store: "7f3a90c2", sequence: 48_213, history: "c5d1e6a90b7f2384")

  static func moment(days: Int, seconds: Int = 0, milliseconds: Int = 0) -> Timestamp {
    Timestamp(nanoseconds: (Int64(days) * 86_400 + Int64(seconds)) * 1_000_000_000 + Int64(milliseconds) * 1_000_000)
  }

  static func revision(_ text: String) -> Revision { Revision(Fingerprint(hashing: text)) }

  static func verdict(
    _ path: String, _ state: AuditState = .fresh, source: String = DocumentID.files, modifiedAt: Timestamp? = nil
  ) -> DocumentVerdict {
    DocumentVerdict(
      document: DocumentID(source: source, path: path), state: state,
      indexed: state == .missing ? nil : revision("indexed " + path),
      source: state == .orphaned ? nil : revision("source " + path), method: .contentHash, modifiedAt: modifiedAt,
      detail: "", isHidden: false)
  }

  static func finding(
    _ rule: AuditRule, _ path: String, what: AdvisedText? = nil, next: Remedy = .reindex(all: false)
  ) -> AuditFinding {
    AuditFinding(
      rule: rule, subject: .document(DocumentID(path: path)), what: what ?? AdvisedText(rule.summary), indexed: nil,
      source: nil,
      inStepAt: nil, differsSince: nil, owedBy: nil, servedLines: [], sourceLines: [], next: next)
  }

  private static let folders = [
    ("handbook/onboarding", 64), ("handbook/benefits", 41), ("runbooks/databases", 58), ("runbooks/networking", 37),
    ("runbooks/incident-response/postmortems", 83), ("product/specifications", 96), ("product/release-notes", 120),
    ("support/answers", 210), ("support/macros", 34), ("legal", 22), ("security/policies", 29),
    ("security/reviews", 17),
    ("", 6), ("design", 12), ("research/interviews", 48), ("research/surveys", 9), ("archive/2019", 71),
  ]

  private static let verdicts: [DocumentVerdict] = {
    var random = SplitMix64(seed: 7)
    let outOfStep: [String: Int] = [
      "runbooks/databases": 12, "support/answers": 3, "product/specifications": 30,
      "security/reviews": 11, "research/surveys": 1,
    ]
    let made = folders.flatMap { folder, count in
      (0..<count).map { number -> DocumentVerdict in
        let path = (folder.isEmpty ? "" : folder + "/") + "document-\(number).md"
        let age = random.pick([0, 0, 2, 5, 12, 25, 60, 80, 200, 300, 360, 700])
        let state: AuditState = number < outOfStep[folder, default: 0] ? (number % 5 == 4 ? .missing : .stale) : .fresh
        return verdict(path, state, modifiedAt: number % 50 == 49 ? nil : moment(days: 20_514 - age))
      }
    }
    return (made + [verdict("legal/terms-2024.md", .orphaned, modifiedAt: moment(days: 19_900))])
      .sorted { $0.document < $1.document }
  }()

  private static let findings: [AuditFinding] =
    [
      AuditFinding(
        rule: .stale, subject: .document(DocumentID(path: "product/specifications/document-0.md")),
        what: AdvisedText(AuditRule.stale.summary), indexed: revision("old"), source: revision("new"),
        inStepAt: moment(days: 20_513, seconds: 61_402), differsSince: moment(days: 20_513, seconds: 61_930),
        owedBy: "write-behind, kept by freshet watch (process 2741)",
        servedLines: [LineRange(first: 12, last: 18), LineRange(first: 40, last: 40)],
        sourceLines: [LineRange(first: 12, last: 21)], next: .reindex(all: false)),
      finding(.missing, "security/reviews/document-4.md"),
      finding(.orphaned, "legal/terms-2024.md"),
      AuditFinding(
        rule: .overObjective, subject: .document(DocumentID(path: "product/specifications/document-0.md")),
        what: "the document has been stale for longer than its limit of 30 s", indexed: revision("old"),
        source: revision("new"), inStepAt: nil, differsSince: moment(days: 20_513, seconds: 61_930), owedBy: nil,
        servedLines: [],
        sourceLines: [], next: .watch),
      AuditFinding(
        rule: .watcherUnhealthy, subject: .source("wiki"),
        what: "the watch of the source ended unexpectedly (freshet watch, process 390)",
        indexed: nil, source: nil, inStepAt: moment(days: 20_513, seconds: 80_000), differsSince: nil,
        owedBy: "refresh-ahead, but no process watches the source",
        servedLines: [], sourceLines: [], next: .examine(thoroughly: false)),
    ]

  private static let sources: [AuditedSource] = [
    AuditedSource(
      name: "files", root: "/srv/knowledge/handbook-and-runbooks", policy: "write-behind",
      objective: StalenessObjective(staleness: .seconds(30)),
      watcher: WatcherRecord(
        source: "files", holder: "freshet watch (process 2741)", fence: 3,
        expiresAt: moment(days: 20_515), policy: "write-behind", health: .watching,
        upTo: moment(days: 20_514, seconds: 33_239))),
    AuditedSource(name: "pushed", root: nil, policy: "write-through", objective: nil, watcher: nil),
    AuditedSource(
      name: "wiki", root: "/mnt/wiki", policy: "refresh-ahead",
      objective: StalenessObjective(staleness: .seconds(600), target: 0.99),
      watcher: WatcherRecord(
        source: "wiki", holder: "freshet watch (process 390)", fence: 2,
        expiresAt: moment(days: 20_513, seconds: 80_060),
        policy: "refresh-ahead", health: .polling(every: .seconds(5), why: "it is on a network file system"),
        upTo: moment(days: 20_513, seconds: 80_000))),
  ]

  /// Lags spread over four powers of ten, with a bad day in the middle; most passages are reused.
  static let refreshes: [Refresh] = {
    var random = SplitMix64(seed: 11)
    return (0..<2_800).map { number in
      let visible = moment(days: 20_507, seconds: number * 215 + Int.random(in: 0..<200, using: &random))
      let base = (1_200..<1_440).contains(number) ? 9_000 : 180
      let lag =
        base * random.pick([1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5, 6, 6, 8, 10, 12, 15, 40])
        + Int.random(in: 0..<base, using: &random)
      let passages = Int.random(in: 2..<40, using: &random)
      return Refresh(
        document: DocumentID(source: number % 9 == 0 ? "wiki" : DocumentID.files, path: "document-\(number).md"),
        changedAt: Timestamp(nanoseconds: visible.nanoseconds - Int64(lag) * 1_000_000), visibleAt: visible,
        passages: passages, embedded: min(passages, random.pick([0, 1, 1, 2, 3, 5, 12])))
    }
  }()
}
