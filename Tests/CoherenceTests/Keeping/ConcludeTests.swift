internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

/// What becomes of documents that a finished look didn't show: a row goes only on evidence.
@Suite struct ConcludeTests {
  static let table = DecisionTable(
    """
    absent    asMade|otherSpace|otherChunker  *  *  *  retire
    absent    no                              *  *  *  forget
    excluded  asMade|otherSpace|otherChunker  *  *  *  retire
    excluded  no                              *  *  *  forget
    unknown   *                               *  *  *  hold
    """)

  /// `.unreadable` apart: it proves nothing.
  static let absences: [(String, Absence)] =
    [("absent", .absent), ("unknown", .unknown(why: "the folder can't be listed"))]
    + SkipReason.allCases.filter { $0 != .unreadable }.map { ("excluded", .excluded($0)) }

  @Test func `every absence of every document leads to the action of the table`() {
    for world in ReconciliationWorld.all {
      let isKnown = world.indexed != .no || world.isMarked || world.before != .never
      for (name, absence) in Self.absences {
        let conclusions = world.reconciliation.conclude(scope: { _ in true }, absence: { _ in absence })
        let expected = isKnown ? Self.table.actions(for: [name] + world.columns) : []
        #expect(conclusions.map(\.0) == expected.map { _ in ReconciliationWorld.id }, "\(absence), \(world)")
        #expect(conclusions.map(\.1) == expected.map(Self.action), "\(absence), \(world)")
      }
    }
  }

  @Test func `an exclusion because it can't be read proves nothing`() {
    let conclusions = ReconciliationWorld.all[0].reconciliation
      .conclude(scope: { _ in true }, absence: { _ in .excluded(.unreadable) })
    #expect(conclusions.filter(\.1.retires).isEmpty)
  }

  @Test func `what was seen needs no conclusion, unless it is served and its name shows no file`() {
    for (name, sighting) in LookTests.sightings {
      for world in ReconciliationWorld.all where name != "notAFile" || world.indexed == .no {
        var reconciliation = world.reconciliation
        _ = reconciliation.look(at: ReconciliationWorld.id, sighting)
        let conclusions = reconciliation.conclude(scope: { _ in true }, absence: { _ in .absent })
        #expect(conclusions.isEmpty, "\(name), \(world)")
      }
    }
  }

  @Test func `a served document whose name shows no file leaves only on proof`() {
    let ends: [(Absence, ReconciliationAction)] = [
      (.excluded(.notAFile), .retireAndSkip(SkipRecord(reason: .notAFile, text: nil, stamped: nil))),
      (.absent, .retire),
      (.unknown(why: "unmounted"), .hold(why: "unmounted")),
    ]
    for world in ReconciliationWorld.all where world.indexed != .no {
      for (absence, action) in ends {
        var reconciliation = world.reconciliation
        _ = reconciliation.look(at: ReconciliationWorld.id, .skipped(.notAFile))
        let conclusions = reconciliation.conclude(scope: { _ in true }, absence: { _ in absence })
        #expect(conclusions.map(\.0) == [ReconciliationWorld.id], "\(absence), \(world)")
        #expect(conclusions.map(\.1) == [action], "\(absence), \(world)")
      }
    }
  }

  @Test func `what lies outside the scope stays as it is, and its absence isn't asked for`() {
    let names = ["docs/a.md", "docs/b.md", "notes/a.md"].map { DocumentID(path: $0) }
    let reconciliation = Reconciliation(
      indexed: names.map { ReconciliationWorld.document($0) }, marked: [DocumentID(path: "notes/new.md")],
      skips: [DocumentID(path: "notes/big.md"): SkipRecord(reason: .tooLarge, text: nil, stamped: nil)],
      recipe: ReconciliationWorld.recipe, believesStamps: true)
    let conclusions = reconciliation.conclude(
      scope: { $0.path.hasPrefix("docs/") },
      absence: { $0.path.hasPrefix("docs/") ? .absent : .unknown(why: "asked for \($0)") })
    #expect(conclusions.map(\.0) == [names[0], names[1]])
    #expect(conclusions.map(\.1) == [.retire, .retire])
  }

  @Test func `each document that is known in any way is decided once: where it is seen, or at the end, in order`() {
    for seed in UInt64(1)...200 {
      var generator = SplitMix64(seed: seed)
      let all = (0..<12).map { DocumentID(path: "\($0)") }
      func some() -> [DocumentID] { all.filter { _ in Bool.random(using: &generator) } }
      let (indexed, marked, skips, seen) = (some(), some(), some(), some())
      var reconciliation = Reconciliation(
        indexed: indexed.map { ReconciliationWorld.document($0) }, marked: Set(marked),
        skips: Dictionary(
          uniqueKeysWithValues: skips.map { ($0, SkipRecord(reason: .binary, text: nil, stamped: nil)) }),
        recipe: ReconciliationWorld.recipe, believesStamps: true)
      for id in seen { _ = reconciliation.look(at: id, .file(ReconciliationWorld.stamp)) }
      let expected = all.filter {
        (indexed.contains($0) || marked.contains($0) || skips.contains($0)) && !seen.contains($0)
      }.sorted()
      let conclusions = reconciliation.conclude(scope: { _ in true }, absence: { _ in .absent })
      #expect(conclusions.map(\.0) == expected, "seed \(seed)")
      #expect(conclusions.map(\.1) == expected.map { indexed.contains($0) ? .retire : .forget }, "seed \(seed)")
    }
  }

  @Test func `each document's own absence decides`() {
    let absences: [DocumentID: Absence] = [
      DocumentID(path: "a"): .unknown(why: "unmounted"), DocumentID(path: "b"): .absent,
      DocumentID(path: "c"): .unknown(why: "no permission"),
    ]
    let conclusions = Reconciliation(
      indexed: absences.keys.map { ReconciliationWorld.document($0) }, marked: [], skips: [:],
      recipe: ReconciliationWorld.recipe, believesStamps: true
    ).conclude(scope: { _ in true }, absence: { absences[$0] ?? .absent })
    #expect(conclusions.map(\.0.path) == ["a", "b", "c"])
    #expect(conclusions.map(\.1) == [.hold(why: "unmounted"), .retire, .hold(why: "no permission")])
  }

  private static func action(_ name: String) -> ReconciliationAction? {
    switch name {
    case "retire": .retire
    case "forget": .forget
    case "hold": .hold(why: "the folder can't be listed")
    default: nil
    }
  }
}
