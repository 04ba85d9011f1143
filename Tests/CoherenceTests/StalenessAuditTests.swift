internal import Coherence
internal import Corpus
internal import SeededNumbers
import Testing

@Suite struct StalenessAuditTests {
  static let document = DocumentID(path: "a.md")
  static let space = SpaceID(Fingerprint(hashing: "space"))
  static let otherSpace = SpaceID(Fingerprint(hashing: "another space"))
  static let revision = Revision(hashing: [1])
  static let otherRevision = Revision(hashing: [2])

  static let observations: [Observation?] =
    [
      .present(revision, by: .contentHash), .present(otherRevision, by: .stat), .absent,
      .unknown(why: "unmounted"), nil,
    ] + SkipReason.allCases.map { .excluded($0) }

  static let conditions: [IndexedCondition] = [revision, otherRevision].flatMap { revision in
    [space, otherSpace].flatMap { space in
      [false, true].flatMap { isConflicted in
        [[], ["a checksum is wrong", "a vector is missing"]].map {
          IndexedCondition(revision: revision, space: space, isConflicted: isConflicted, damage: $0)
        }
      }
    }
  }

  static func finding(_ observation: Observation?, _ condition: IndexedCondition?) -> AuditFinding? {
    let findings = StalenessAudit.findings(
      observed: observation.map { [document: $0] } ?? [:], indexed: condition.map { [document: $0] } ?? [:],
      expected: space)
    #expect(findings.count <= 1)
    return findings.first
  }

  @Test func `of all states that apply, the one that must be mended first is reported`() {
    for observation in Self.observations {
      for condition in Self.conditions {
        let applying = Self.states(observation, condition)
        let order: [AuditState] = [.damaged, .conflicted, .orphaned, .unverified, .stale, .otherSpace]
        let expected = order.first(where: applying.contains) ?? .fresh
        #expect(
          Self.finding(observation, condition)?.state == expected,
          "\(String(describing: observation)), \(condition): \(applying)")
      }
    }
  }

  /// Each state by itself, whatever else applies.
  private static func states(_ observation: Observation?, _ condition: IndexedCondition) -> Set<AuditState> {
    var states: Set<AuditState> = []
    if !condition.damage.isEmpty { states.insert(.damaged) }
    if condition.isConflicted { states.insert(.conflicted) }
    if condition.space != space { states.insert(.otherSpace) }
    if [
      .absent, .excluded(.ignored), .excluded(.binary), .excluded(.tooLarge), .excluded(.undecodable),
      .excluded(.notAFile),
    ].contains(observation) {
      states.insert(.orphaned)
    }
    if [.excluded(.unreadable), .unknown(why: "unmounted"), nil].contains(observation) { states.insert(.unverified) }
    if case .present(let seen, _) = observation, seen != condition.revision { states.insert(.stale) }
    return states
  }

  /// Every state once, as a whole.
  @Test func `a finding states both revisions, how it was measured, and what else a person should know`() {
    let (here, there) = (Self.revision, Self.otherRevision)
    let served = IndexedCondition(revision: here, space: Self.space)
    let rows: [(Observation?, IndexedCondition?, AuditState, AuditFinding)] = [
      (.present(here, by: .stat), served, .fresh, Self.found(.fresh, here, here, .stat)),
      (.present(there, by: .contentHash), served, .stale, Self.found(.stale, here, there, .contentHash)),
      (.present(there, by: .contentHash), nil, .missing, Self.found(.missing, nil, there, .contentHash)),
      (.absent, served, .orphaned, Self.found(.orphaned, here, nil, nil)),
      (
        .excluded(.tooLarge), served, .orphaned,
        Self.found(.orphaned, here, nil, nil, "no longer indexed: tooLarge")
      ),
      (
        .excluded(.unreadable), served, .unverified,
        Self.found(.unverified, here, nil, nil, "the file can't be read")
      ),
      (.unknown(why: "unmounted"), served, .unverified, Self.found(.unverified, here, nil, nil, "unmounted")),
      (nil, served, .unverified, Self.found(.unverified, here, nil, nil, "it was not looked at")),
      (
        .present(here, by: .contentHash), IndexedCondition(revision: here, space: Self.otherSpace), .otherSpace,
        Self.found(.otherSpace, here, here, .contentHash)
      ),
      (
        .present(there, by: .contentHash), IndexedCondition(revision: here, space: Self.space, isConflicted: true),
        .conflicted, Self.found(.conflicted, here, there, .contentHash)
      ),
      (
        .absent, IndexedCondition(revision: here, space: Self.space, damage: ["one", "two"]), .damaged,
        Self.found(.damaged, here, nil, nil, "one; two")
      ),
    ]
    for (observation, condition, state, finding) in rows {
      #expect(Self.finding(observation, condition) == finding, "\(state)")
    }
    #expect(Set(rows.map(\.2)) == Set(AuditState.allCases))
  }

  private static func found(
    _ state: AuditState, _ indexed: Revision?, _ source: Revision?, _ method: Verification.Method?,
    _ detail: String = ""
  ) -> AuditFinding {
    AuditFinding(
      document: document, state: state, indexed: indexed, source: source, method: method, detail: detail)
  }

  @Test func `what is neither indexed nor present has no finding`() {
    for observation in Self.observations {
      if case .present = observation { continue }
      #expect(Self.finding(observation, nil) == nil, "\(String(describing: observation))")
    }
  }

  @Test func `each document of either side has one finding, in order, and no document decides on another`() {
    for seed in UInt64(1)...300 {
      var generator = SplitMix64(seed: seed)
      var observed: [DocumentID: Observation] = [:]
      var indexed: [DocumentID: IndexedCondition] = [:]
      var expected: [AuditFinding] = []
      for number in 10..<40 {
        let id = DocumentID(source: generator.pick(["files", "pushed"]), path: "\(number)")
        observed[id] = generator.pick(Self.observations)
        if Bool.random(using: &generator) { indexed[id] = generator.pick(Self.conditions) }
        guard let alone = Self.finding(observed[id], indexed[id]) else { continue }
        expected.append(
          AuditFinding(
            document: id, state: alone.state, indexed: alone.indexed, source: alone.source, method: alone.method,
            detail: alone.detail))
      }
      expected.sort { ($0.document.source, $0.document.path) < ($1.document.source, $1.document.path) }
      #expect(
        StalenessAudit.findings(observed: observed, indexed: indexed, expected: Self.space) == expected, "seed \(seed)")
      let isPresent = observed.filter { if case .present = $0.value { true } else { false } }
      #expect(
        Set(expected.map(\.document)) == Set(indexed.keys).union(isPresent.keys), "seed \(seed)")
    }
  }
}
