import FreshetCorpus
import FreshetSeededNumbers
import Testing

/// What replicas merge: whatever the order, however often, the result is the same.
@Suite struct MergeLawTests {
  private static let replicas = ["a", "b", "c"].map { ReplicaID($0) }
  private static let seeds: [UInt64] = Array(0..<200)

  /// Three replicas that wrote a document with fields and tags, and exchanged it here and there.
  private static func states(_ seed: UInt64) -> [DocumentState] {
    var numbers = SplitMix64(seed: seed)
    let id = DocumentID(source: DocumentID.pushed, path: "note")
    var states = replicas.map { _ in DocumentState(document: id, versions: VersionSet(), attributes: Attributes()) }
    var counts: [UInt64] = [0, 0, 0]
    for step in 0..<Int(numbers.next() % 12) {
      let (one, other) = (Int(numbers.next() % 3), Int(numbers.next() % 3))
      if numbers.next() % 3 == 0 {
        states[one] = states[one].merged(with: states[other])
        continue
      }
      counts[one] += 1
      let dot = Dot(replica: replicas[one], write: counts[one])
      states[one] = written(states[one], dot, step, reads: numbers.next() % 2 == 0, &numbers)
    }
    return states
  }

  private static func written(
    _ state: DocumentState, _ dot: Dot, _ step: Int, reads: Bool, _ numbers: inout SplitMix64
  ) -> DocumentState {
    let context = reads ? state.versions.context : CausalContext()
    let stamp = HybridTime(ticks: Int64(step / 2))
    let tags = ["x", "y"].filter { _ in numbers.next() % 2 == 0 }
    let change = AttributeChange(
      fields: ["f\(numbers.next() % 2)": numbers.next() % 4 == 0 ? nil : "v\(step)"],
      adding: Set(tags), removing: Set(["x", "y"]).subtracting(tags))
    var (versions, attributes) = (state.versions, state.attributes)
    versions.write(DocumentVersion(dot: dot, stamp: stamp, content: nil), dot: dot, context: context)
    attributes.apply(change, dot: dot, stamp: stamp, context: context, here: state.versions.context)
    return DocumentState(document: state.document, versions: versions, attributes: attributes)
  }

  @Test(arguments: seeds) func `merging commutes, associates and is idempotent`(seed: UInt64) {
    let states = Self.states(seed)
    let (a, b, c) = (states[0], states[1], states[2])
    #expect(a.merged(with: b) == b.merged(with: a), "seed \(seed)")
    #expect(a.merged(with: b).merged(with: c) == a.merged(with: b.merged(with: c)), "seed \(seed)")
    #expect(a.merged(with: a) == a, "seed \(seed)")
    #expect(a.merged(with: b).merged(with: b) == a.merged(with: b), "seed \(seed)")
  }

  @Test(arguments: seeds) func `equal states have equal digests, and different ones different digests`(seed: UInt64) {
    let written = Self.states(seed)
    let states = written + [written[0].merged(with: written[1]), written[1].merged(with: written[2])]
    for one in states {
      for other in states { #expect((one == other) == (one.digest == other.digest), "seed \(seed)") }
    }
  }

  @Test func `fields that two change at the same time both have their way`() {
    let (a, b) = (Dot(replica: Self.replicas[0], write: 1), Dot(replica: Self.replicas[1], write: 1))
    var (one, other) = (Attributes(), Attributes())
    one.apply(
      AttributeChange(fields: ["title": "Tides"]), dot: a, stamp: HybridTime(ticks: 1), context: CausalContext(),
      here: CausalContext())
    other.apply(
      AttributeChange(fields: ["owner": "harbour"]), dot: b, stamp: HybridTime(ticks: 1), context: CausalContext(),
      here: CausalContext())
    let merged = one.merged(
      with: other, context: CausalContext().covering(a), others: CausalContext().covering(b))
    #expect(merged.values == ["title": "Tides", "owner": "harbour"])
  }

  @Test func `a tag that is added while another removes it stays, and one that the remover had seen goes`() {
    let replica = Self.replicas[0]
    let (first, second) = (Dot(replica: replica, write: 1), Dot(replica: Self.replicas[1], write: 1))
    let removal = Dot(replica: replica, write: 2)
    let seen = CausalContext().covering(first)
    var mine = Attributes()
    mine.apply(
      AttributeChange(adding: ["urgent"]), dot: first, stamp: HybridTime(ticks: 1), context: CausalContext(),
      here: CausalContext())
    var theirs = mine
    mine.apply(
      AttributeChange(removing: ["urgent"]), dot: removal, stamp: HybridTime(ticks: 2), context: seen, here: seen)
    #expect(mine.merged(with: theirs, context: seen.covering(removal), others: seen).tags == [:])
    theirs.apply(
      AttributeChange(adding: ["urgent"]), dot: second, stamp: HybridTime(ticks: 2), context: seen, here: seen)
    let merged = mine.merged(with: theirs, context: seen.covering(removal), others: seen.covering(second))
    #expect(merged.tags == ["urgent": [second]])
  }

  @Test func `a thousand writers behind three replicas leave a vector of three entries`() {
    var numbers = SplitMix64(seed: 7)
    var sets = Self.replicas.map { _ in VersionSet<Int>() }
    for writer in 0..<1_000 {
      let at = Int(numbers.next() % 3)
      let dot = Dot(replica: Self.replicas[at], write: UInt64(writer + 1))
      sets[at].write(writer, dot: dot, context: numbers.next() % 2 == 0 ? sets[at].context : CausalContext())
    }
    let merged = sets[0].merged(with: sets[1]).merged(with: sets[2])
    #expect(merged.context.vector.counts.count == 3)
    #expect(merged.context.vector.counts.values.max() == 1_000)
  }

  @Test func `what has been here and is forgotten doesn't rise again, and what is new comes in`() {
    let (old, new) = (Dot(replica: Self.replicas[1], write: 3), Dot(replica: Self.replicas[1], write: 9))
    let seen = VersionVector([Self.replicas[1]: 5])
    let theirs = VersionSet(context: CausalContext(), siblings: [old: "old", new: "new"])
    let received = VersionSet().receiving(theirs, seen: seen)
    #expect(received == VersionSet(context: theirs.context, siblings: [new: "new"]))
    #expect(theirs.merged(with: received).siblings == [new: "new"])
  }
}
