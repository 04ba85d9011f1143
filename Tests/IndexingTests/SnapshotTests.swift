internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing
@testable internal import FreshetIndexing

/// Copies that are searched while the original changes: they answer as when they were made, to the bit.
///
/// `swift test --sanitize=thread --filter SnapshotTests` looks for accesses that no order forbids.
@Suite struct SnapshotTests {
  @Test(arguments: IndexKind.all)
  func `a copy answers as before, however the original changes`(_ kind: IndexKind) {
    var world = SnapshotWorld(kind, count: 17_000, seed: 31)
    let snapshot = world.index
    let (questions, admitted) = (world.questions, world.admitted)
    let answers = snapshot.answers(to: questions, among: admitted)
    world.change(3_000)
    let isUnchanged = snapshot.answers(to: questions, among: admitted) == answers
    #expect(isUnchanged, "seed 31")
    let isChanged = world.index.answers(to: questions, among: nil) != snapshot.answers(to: questions, among: nil)
    #expect(isChanged, "seed 31")
  }

  @Test(arguments: IndexKind.all)
  func `copies are searched by other tasks while the original is written`(_ kind: IndexKind) async {
    var world = SnapshotWorld(kind, count: 17_000, seed: 32)
    for round in 0..<5 {
      let snapshot = world.index
      let (questions, admitted) = (world.questions, world.admitted)
      let expected = snapshot.answers(to: questions, among: admitted)
      let (written, answers) = await Self.searched(snapshot, questions, admitted, by: 4, while: world)
      #expect(answers.map { $0 == expected } == Array(repeating: true, count: 4), "seed 32, round \(round)")
      world = written
    }
    if let index = world.index as? LSHIndex { #expect(index.violations() == [], "seed 32") }
  }

  private static func searched(
    _ snapshot: any SimilarityIndex, _ questions: [UnitVector], _ admitted: AdmittedSlots, by readers: Int,
    while world: SnapshotWorld
  ) async -> (SnapshotWorld, [[[Neighbours]]]) {
    async let written = world.changed(600)
    let answers = await withTaskGroup { group in
      for _ in 0..<readers { group.addTask { snapshot.answers(to: questions, among: admitted) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    return (await written, answers)
  }
}

extension SimilarityIndex {
  /// One by one and together, exact and not, among all and some.
  fileprivate func answers(to questions: [UnitVector], among admitted: AdmittedSlots?) -> [[Neighbours]] {
    [nil, admitted].flatMap { admitted in
      [RecallTarget.exact, .atLeast(0.9), .onAverage(0.9)].flatMap { target in
        [search(10, for: questions, recall: target, among: admitted)]
          + questions.prefix(2).map { search(10, for: [$0], recall: target, among: admitted) }
      }
    }
  }
}

private struct SnapshotWorld: Sendable {
  private(set) var index: any SimilarityIndex
  private let clusters: GaussianClusters
  private var generator: SplitMix64
  private let count: Int
  let questions: [UnitVector]

  init(_ kind: IndexKind, count: Int, seed: UInt64) {
    self.count = count
    generator = SplitMix64(seed: seed)
    clusters = GaussianClusters(80, 64, spread: 0.6, &generator)
    questions = clusters.vectors(6, &generator)
    index = kind.make(64)
    for number in 0..<count { index.insert(clusters.vector(&generator), at: address(number)) }
    // Well into the parting of cells, not to its end.
    for _ in 0..<300 where !index.maintain() { break }
  }

  var admitted: AdmittedSlots { index.admitting((0..<count / 2).map { address($0) }) }

  mutating func change(_ changes: Int) {
    for _ in 0..<changes {
      let known = address(Int.random(in: 0..<count + 500, using: &generator))
      if generator.chance(40) { index.remove(known) } else { index.insert(clusters.vector(&generator), at: known) }
      if generator.chance(20) { _ = index.maintain() }
    }
  }

  func changed(_ changes: Int) -> SnapshotWorld {
    var copy = self
    copy.change(changes)
    return copy
  }
}
