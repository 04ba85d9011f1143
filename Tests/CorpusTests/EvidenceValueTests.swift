internal import FreshetCorpus
import Testing

/// What the values that carry evidence say by themselves.
@Suite struct EvidenceValueTests {
  static let space = SpaceID(Fingerprint(hashing: "space"))

  static func certificate(verifiedAt: Int64, asOf: Int64) -> Certificate {
    Certificate(
      document: DocumentID(path: "a.md"),
      placement: Placement(
        ordinal: 3, bytes: 10..<20, lines: LineRange(first: 2, last: 4), headingPath: ["A"],
        address: ContentAddress(Fingerprint(hashing: "text"))),
      revision: Revision(hashing: [1]), version: VersionVector([ReplicaID("a"): 1]), freshness: .fresh,
      verification: Verification(method: .stat, at: Timestamp(nanoseconds: verifiedAt)),
      asOf: Timestamp(nanoseconds: asOf), space: space)
  }

  @Test func `a certificate states its placement, and how old its verification was`() {
    let certificate = Self.certificate(verifiedAt: 5, asOf: 12)
    #expect(certificate.bytes == 10..<20)
    #expect(certificate.lines == LineRange(first: 2, last: 4))
    #expect(certificate.address == ContentAddress(Fingerprint(hashing: "text")))
    #expect(certificate.ageUpperBound == .nanoseconds(7))
  }

  @Test func `a clock that was set back makes no negative age`() {
    #expect(Self.certificate(verifiedAt: 12, asOf: 5).ageUpperBound == .zero)
    #expect(Self.certificate(verifiedAt: 5, asOf: 5).ageUpperBound == .zero)
  }

  @Test func `each freshness has its name`() {
    let moment = Timestamp(nanoseconds: 1)
    let states: [Freshness] = [
      .fresh, .suspect(since: moment), .stale(since: moment), .orphaned, .conflicted, .unverified(why: "gone"),
    ]
    #expect(states.map(\.name) == ["fresh", "suspect", "stale", "orphaned", "conflicted", "unverified"])
  }

  @Test func `what nobody chose to leave out may hide text`() {
    #expect(SkipReason.allCases.filter(\.hidesText) == [.tooLarge, .unreadable, .undecodable])
  }

  @Test func `absence is reliable when nothing speaks against it`() {
    func completeness(_ reasons: [AdvisedText]) -> Completeness {
      Completeness(
        discovered: 1, indexed: 1, pending: 0, failed: 0, skipped: [:], unread: [:], awaitingVectors: 0,
        outsideVocabulary: 0, watch: [:], watermark: nil, scannedAt: nil, recall: 1,
        reasons: reasons)
    }
    #expect(completeness([]).absenceIsReliable)
    #expect(!completeness(["no scan has ended"]).absenceIsReliable)
  }

  @Test func `an audit is coherent when it finds nothing`() {
    func report(_ rules: [AuditRule]) -> AuditReport {
      AuditReport(
        judged: AuditVerdicts(vouched: [:], examined: []),
        findings: rules.map {
          AuditFinding(
            rule: $0, subject: .store, what: "", indexed: nil, source: nil, inStepAt: nil, differsSince: nil,
            owedBy: nil, servedLines: [], sourceLines: [], next: .showStatus)
        },
        sources: [], skipped: [:], unread: [], refreshes: [], space: Self.space, auditedAt: Timestamp(nanoseconds: 0),
        token: SessionToken(store: "s", sequence: 0, history: "0123456789abcdef"))
    }
    #expect(report([]).isCoherent)
    for rule in AuditRule.allCases {
      let mixed = report([rule, rule])
      #expect(!mixed.isCoherent, "\(rule)")
      #expect(mixed.count(breaking: rule) == 2 && report([]).count(breaking: rule) == 0, "\(rule)")
    }
  }

  @Test func `rules are numbered without a gap, in the order of their cases`() {
    let numbers = (1...AuditRule.allCases.count).map { "FRS0" + ($0 < 10 ? "0" : "") + "\($0)" }
    #expect(AuditRule.allCases.map(\.id) == numbers)
  }
}
