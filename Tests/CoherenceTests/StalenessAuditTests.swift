internal import FreshetCoherence
internal import FreshetCorpus
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

  static let recipes = [space, otherSpace].flatMap { space in
    ["chunker", "another"].map { IndexingRecipe(space: space, chunker: $0) }
  }

  static let conditions: [IndexedCondition] = [revision, otherRevision].flatMap { revision in
    recipes.flatMap { recipe in
      [false, true].flatMap { isConflicted in
        [[], ["a checksum is wrong", "a vector is missing"]].map {
          IndexedCondition(revision: revision, recipe: recipe, isConflicted: isConflicted, damage: $0)
        }
      }
    }
  }

  static let recipe = IndexingRecipe(space: space, chunker: "chunker")

  static func verdict(_ observation: Observation?, _ condition: IndexedCondition?) -> DocumentVerdict? {
    StalenessAudit(expecting: recipe).verdict(
      on: document, observation ?? .unknown(why: "no scan covered it"), condition)
  }

  @Test func `of all states that apply, the one that must be mended first is reported`() {
    for observation in Self.observations {
      for condition in Self.conditions {
        let applying = Self.states(observation, condition)
        let order: [AuditState] = [.damaged, .conflicted, .orphaned, .unverified, .stale, .otherSpace, .drifted]
        let expected = order.first(where: applying.contains) ?? .fresh
        #expect(
          Self.verdict(observation, condition)?.state == expected,
          "\(String(describing: observation)), \(condition): \(applying)")
      }
    }
  }

  /// Each state by itself, whatever else applies.
  private static func states(_ observation: Observation?, _ condition: IndexedCondition) -> Set<AuditState> {
    var states: Set<AuditState> = []
    if !condition.damage.isEmpty { states.insert(.damaged) }
    if condition.isConflicted { states.insert(.conflicted) }
    // Of a document that should not be served at all, it doesn't matter how it is.
    if condition.recipe.space != space, observation != .excluded(.ignored) { states.insert(.otherSpace) }
    if condition.recipe.chunker != "chunker" || observation == .excluded(.ignored) { states.insert(.drifted) }
    if [
      .absent, .excluded(.binary), .excluded(.tooLarge), .excluded(.undecodable),
      .excluded(.notAFile),
    ].contains(observation) {
      states.insert(.orphaned)
    }
    if [.excluded(.unreadable), .unknown(why: "unmounted"), nil].contains(observation) { states.insert(.unverified) }
    if case .present(let seen, _) = observation, seen != condition.revision { states.insert(.stale) }
    return states
  }

  /// Every state once, as a whole.
  @Test func `a verdict states both revisions, how it was measured, and what else a person should know`() {
    let (here, there) = (Self.revision, Self.otherRevision)
    let served = IndexedCondition(revision: here, recipe: Self.recipe)
    let rows: [(Observation?, IndexedCondition?, AuditState, DocumentVerdict)] = [
      (.present(here, by: .stat), served, .fresh, Self.found(.fresh, here, here, .stat)),
      (.present(there, by: .contentHash), served, .stale, Self.found(.stale, here, there, .contentHash)),
      (.present(there, by: .contentHash), nil, .missing, Self.found(.missing, nil, there, .contentHash)),
      (.absent, served, .orphaned, Self.found(.orphaned, here, nil, nil)),
      (
        .excluded(.tooLarge), served, .orphaned,
        Self.found(.orphaned, here, nil, nil, "its file no longer counts as a document: tooLarge")
      ),
      (.excluded(.ignored), served, .drifted, Self.found(.drifted, here, nil, nil, "ignore rules exclude it now")),
      (
        .present(here, by: .stat), IndexedCondition(revision: here, recipe: Self.recipes[1]), .drifted,
        Self.found(.drifted, here, here, .stat, "it was split into passages by another; Freshet now uses chunker")
      ),
      (
        .excluded(.unreadable), served, .unverified,
        Self.found(.unverified, here, nil, nil, "the file can't be read")
      ),
      (.unknown(why: "unmounted"), served, .unverified, Self.found(.unverified, here, nil, nil, "unmounted")),
      (nil, served, .unverified, Self.found(.unverified, here, nil, nil, "no scan covered it")),
      (
        .present(here, by: .contentHash), IndexedCondition(revision: here, recipe: Self.recipes[2]), .otherSpace,
        Self.found(.otherSpace, here, here, .contentHash)
      ),
      (
        .present(there, by: .contentHash), IndexedCondition(revision: here, recipe: Self.recipe, isConflicted: true),
        .conflicted, Self.found(.conflicted, here, there, .contentHash)
      ),
      (
        .absent, IndexedCondition(revision: here, recipe: Self.recipe, damage: ["one", "two"]), .damaged,
        Self.found(.damaged, here, nil, nil, "one; two")
      ),
    ]
    for (observation, condition, state, finding) in rows {
      #expect(Self.verdict(observation, condition) == finding, "\(state)")
    }
    #expect(Set(rows.map(\.2)) == Set(AuditState.allCases))
  }

  private static func found(
    _ state: AuditState, _ indexed: Revision?, _ source: Revision?, _ method: Verification.Method?,
    _ detail: AdvisedText = ""
  ) -> DocumentVerdict {
    DocumentVerdict(
      document: document, state: state, indexed: indexed, source: source, method: method, modifiedAt: nil,
      detail: detail, isHidden: false)
  }

  @Test func `a hidden document that is served is drifted, and says so`() throws {
    let served = IndexedCondition(revision: Self.revision, recipe: Self.recipe)
    let verdict = try #require(Self.verdict(.hidden, served))
    #expect(verdict.state == .drifted && verdict.isHidden)
    #expect(
      verdict.detail.description.hasPrefix(
        "its name is hidden or secret-like, and no argument or `include` pattern names it; "))
    #expect(Self.verdict(.hidden, nil) == nil)
  }

  @Test func `what is neither indexed nor present has no verdict`() {
    for observation in Self.observations.compactMap(\.self) {
      switch observation {
      case .present, .unknown: continue
      case .absent, .excluded, .hidden: #expect(Self.verdict(observation, nil) == nil, "\(observation)")
      }
    }
  }

  @Test func `what was never indexed and gives no answer is unverified`() {
    #expect(Self.verdict(.unknown(why: "an I/O error"), nil) == Self.found(.unverified, nil, nil, nil, "an I/O error"))
  }
}
