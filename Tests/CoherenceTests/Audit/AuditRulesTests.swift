import FreshetCoherence
import FreshetCorpus
import Testing

/// Which findings follow from what an audit gathered.
struct AuditRulesTests {
  private static let now = Timestamp(seconds: 10_000, nanoseconds: 0)
  private static func ago(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 10_000 - seconds, nanoseconds: 0) }
  private static let document = DocumentID(path: "it's here/a b.md")

  private static func verdict(_ state: AuditState, _ document: DocumentID = document) -> DocumentVerdict {
    DocumentVerdict(
      document: document, state: state, indexed: nil, source: nil, method: nil, modifiedAt: nil, detail: "",
      isHidden: false)
  }

  private static func watcher(
    _ health: WatchHealth = .watching, expires: Timestamp = Timestamp(seconds: 10_005, nanoseconds: 0),
    upTo: Timestamp? = ago(1)
  ) -> WatcherRecord {
    WatcherRecord(
      source: "files", holder: "host:7", fence: 1, expiresAt: expires, policy: "write-behind", health: health,
      upTo: upTo)
  }

  private static func rules(
    objective: StalenessObjective? = nil, watcher: WatcherRecord? = nil
  ) -> AuditRules {
    var rules = AuditRules(now: now)
    rules.sources = [
      AuditedSource(name: "files", root: "/docs", policy: "write-behind", objective: objective, watcher: watcher)
    ]
    return rules
  }

  @Test func `each state but fresh breaks one rule, with a remedy`() {
    let cures: [AuditState: Remedy] = [
      .stale: .reindex(all: false), .missing: .reindex(all: false), .orphaned: .reindex(all: false),
      .otherSpace: .reindex(all: false), .drifted: .reindex(all: false), .damaged: .reindex(all: true),
      .conflicted: .showVersions(Self.document), .unverified: .examine(thoroughly: false),
    ]
    for state in AuditState.allCases {
      let findings = Self.rules().findings(on: [Self.verdict(state)])
      #expect(findings.map(\.rule) == [state.rule].compactMap(\.self), "\(state)")
      #expect(findings.first?.next == cures[state], "\(state)")
    }
  }

  @Test func `who owes the refresh is said: the policy, and who keeps it`() {
    let unwatched = Self.rules().findings(on: [Self.verdict(.stale)])
    #expect(unwatched.map(\.owedBy) == ["write-behind, but no process watches the source"])
    let watched = Self.rules(watcher: Self.watcher()).findings(on: [Self.verdict(.stale)])
    #expect(watched.map(\.owedBy) == ["write-behind, kept by host:7"])
  }

  @Test func `an objective is broken by what has provably been out of step for longer, and by nothing else`() {
    var rules = Self.rules(objective: StalenessObjective(staleness: .seconds(30)))
    rules.differences = [Self.document: Difference(since: Self.ago(31))]
    for state in AuditState.allCases {
      let isOverdue = rules.findings(on: [Self.verdict(state)]).contains { $0.rule == .overObjective }
      #expect(isOverdue == [.stale, .missing, .orphaned].contains(state), "\(state)")
    }
    rules.differences = [Self.document: Difference(since: Self.ago(30))]
    #expect(rules.findings(on: [Self.verdict(.stale)]).map(\.rule) == [.stale])
    rules.differences = [Self.document: Difference()]
    #expect(rules.findings(on: [Self.verdict(.stale)]).map(\.rule) == [.stale])
  }

  @Test func `a maximum that is asked for takes the place of every objective`() {
    var rules = Self.rules(objective: StalenessObjective(staleness: .seconds(3)))
    rules.differences = [Self.document: Difference(since: Self.ago(100))]
    rules.maximumStaleness = .seconds(101)
    #expect(rules.findings(on: [Self.verdict(.stale)]).map(\.rule) == [.stale])
    rules.maximumStaleness = .seconds(99)
    #expect(rules.findings(on: [Self.verdict(.stale)]).map(\.rule) == [.stale, .overObjective])
  }

  @Test func `passages that wait for vectors beyond the objective break it, though the text is served`() {
    var rules = Self.rules(objective: StalenessObjective(staleness: .seconds(30)))
    rules.awaited = [Self.document: AwaitedPassages(count: 3, since: Self.ago(60))]
    #expect(rules.findings(on: [Self.verdict(.fresh)]).map(\.rule) == [.overObjective])
    rules.awaited = [Self.document: AwaitedPassages(count: 3, since: Self.ago(20))]
    #expect(rules.findings(on: [Self.verdict(.fresh)]) == [])
  }

  @Test func `an audit reports a dead letter also when nothing is there to judge`() {
    var rules = Self.rules()
    rules.deadLetters = [Self.document: "no memory"]
    #expect(rules.findings(on: []).map(\.what) == ["dead letter: no memory"])
    #expect(rules.findings(on: [Self.verdict(.missing)]).map(\.rule) == [.missing, .deadLetter])
  }

  @Test func `a watch is unhealthy when it can't see, fell silent, or ended without a word`() {
    func what(_ watcher: WatcherRecord, seenUpTo: Timestamp? = nil) -> String? {
      var rules = Self.rules(watcher: watcher)
      if let seenUpTo { rules.seenUpTo = ["files": seenUpTo] }
      return rules.findings(on: []).first?.what.description
    }
    #expect(what(Self.watcher()) == nil)
    #expect(what(Self.watcher(.polling(every: .seconds(5), why: "NFS"))) == nil)
    #expect(what(Self.watcher(.blind(why: "gone"))) == "the source cannot be watched: gone")
    #expect(what(Self.watcher(.catchingUp(why: "overflow")))?.hasSuffix("overflow") == true)
    #expect(
      what(Self.watcher(upTo: Self.ago(61)))?.hasPrefix(
        "the watch of the source is running, but has recorded nothing since") == true)
    #expect(what(Self.watcher(upTo: Self.ago(60))) == nil)
    let dead = Self.watcher(expires: Self.ago(5))
    #expect(what(dead) == "the watch of the source ended unexpectedly (host:7)")
    #expect(what(dead, seenUpTo: Self.ago(6)) != nil)
    #expect(what(dead, seenUpTo: Self.ago(5)) == nil, "a whole look since then made up for it")
  }

  @Test func `canaries drift below the tolerance, and by what is no number`() {
    for (agreement, hasDrifted) in [(1.0, false), (0.9991, false), (0.9989, true), (-1, true), (.nan, true)] {
      var rules = Self.rules()
      rules.canaries = CanaryCheck(checkedAt: Self.ago(1), agreement: agreement)
      #expect(rules.findings(on: []).map(\.rule) == (hasDrifted ? [.canaryDrift] : []), "\(agreement)")
    }
  }

  @Test func `findings are in the order of rules, then of documents`() {
    var rules = Self.rules(objective: StalenessObjective(staleness: .seconds(1)))
    let ids = ["c", "a", "b"].map { DocumentID(path: $0) }
    for id in ids { rules.differences[id] = Difference(since: Self.ago(60)) }
    rules.imbalances = ["one is missing"]
    let found = rules.findings(on: ids.map { Self.verdict(.stale, $0) })
    #expect(found.map(\.rule.id) == ["FRS001", "FRS001", "FRS001", "FRS007", "FRS007", "FRS007", "FRS012"])
    #expect(found.compactMap(\.document?.path) == ["a", "b", "c", "a", "b", "c"])
  }
}

extension AuditRules {
  fileprivate func findings(on verdicts: [DocumentVerdict]) -> [AuditFinding] {
    findings(on: AuditVerdicts(vouched: [:], examined: verdicts))
  }
}
