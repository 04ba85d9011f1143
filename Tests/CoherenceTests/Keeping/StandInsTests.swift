internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

/// Passages are letters, versions of a document words of them.
@Suite struct StandInsTests {
  /// The new version, each passage replaced by what stands in for it, "-" for nothing.
  static func standIns(_ old: String, _ new: String) -> String {
    let aligned = StandIns.align(old: old.map { text($0) }, new: new.map { text($0) })
    let letters = Dictionary(old.map { (text($0), $0) }) { $1 }
    return String(new.indices.enumerated().map { place, _ in aligned[place].flatMap { letters[$0] } ?? "-" })
  }

  @Test(arguments: [
    ("the same", "abc", "abc", "---"),
    ("the first version", "", "abc", "---"),
    ("emptied", "abc", "", ""),
    ("one rewritten", "abc", "aXc", "-b-"),
    ("the first rewritten", "abc", "Xbc", "a--"),
    ("the last rewritten", "abc", "abX", "--c"),
    ("inserted", "abc", "abXYc", "-----"),
    ("appended", "abc", "abcXY", "-----"),
    ("taken out", "abc", "ac", "--"),
    ("one parted in three", "abc", "aXYZc", "-bbb-"),
    ("three joined to one", "abcde", "aXe", "-b-"),
    ("four to two", "abcdef", "aXYf", "-bd-"),
    ("two to three", "abcd", "aXYZd", "-bbc-"),
    ("rewritten as a whole", "abc", "XYZ", "abc"),
    ("rewritten, and longer", "ab", "WXYZ", "aabb"),
    ("two gaps", "abcde", "aXcYe", "-b-d-"),
    ("a gap for each, none for an insertion", "abcd", "aXbYd", "---c-"),
    ("moved", "abcdef", "bcdefa", "------"),
    ("moved, and another rewritten", "abcdef", "bcXefa", "--d---"),
    ("what moved away doesn't stand in", "abcd", "aXcdb", "-----"),
    ("repeated passages, one of them rewritten", "aXaYa", "aXaZa", "---Y-"),
    ("a repeated passage between rewritten ones", "pXbXq", "PXBXQ", "p-b-q"),
    ("repeated passages only", "aaaa", "aaXaa", "-----"),
  ])
  func `stand-ins come from the same gap, in order`(name: String, old: String, new: String, expected: String) {
    #expect(Self.standIns(old, new) == expected, "\(name)")
  }

  @Test func `what both versions hold has no stand-in, what went stands in in order, and a rewritten run is covered`() {
    for seed in UInt64(1)...600 {
      var world = StandInWorld(seed: seed)
      let (old, new) = (world.old, world.edited())
      let aligned = StandIns.align(old: old, new: new)
      let (went, came) = (Set(old).subtracting(new), Set(new).subtracting(old))
      #expect(aligned.keys.allSatisfy { came.contains(new[$0]) }, "seed \(seed): only what came has a stand-in")
      #expect(aligned.values.allSatisfy(went.contains), "seed \(seed): only what went stands in")
      // Of those that are held once, so that a place tells which it was.
      let places = Dictionary(old.enumerated().map { ($1, $0) }) { $1 }.filter { world.isUnique($0.key) }
      let order = aligned.sorted { $0.key < $1.key }.compactMap { places[$0.value] }
      #expect(order == order.sorted(), "seed \(seed): in order")
      for run in world.rewrittenRuns {
        #expect(run.allSatisfy { aligned[$0] != nil }, "seed \(seed): \(run) was rewritten in place")
      }
    }
  }

  @Test func `a document rewritten as a whole has a stand-in for every passage, spread evenly`() {
    for (before, after) in [(1, 1), (1, 50), (50, 1), (7, 50), (50, 7), (64, 64)] {
      let old = (0..<before).map { Self.address("old", $0) }
      let new = (0..<after).map { Self.address("new", $0) }
      let expected = Dictionary(uniqueKeysWithValues: (0..<after).map { ($0, old[$0 * before / after]) })
      #expect(StandIns.align(old: old, new: new) == expected, "\(before) to \(after)")
    }
  }

  @Test func `ten thousand passages with a hundred edits are aligned where they were edited`() {
    let old = (0..<10_000).map { Self.address("old", $0) }
    var new = old
    for index in stride(from: 50, to: 10_000, by: 100) { new[index] = Self.address("new", index) }
    let expected = Dictionary(uniqueKeysWithValues: stride(from: 50, to: 10_000, by: 100).map { ($0, old[$0]) })
    #expect(StandIns.align(old: old, new: new) == expected)
    #expect(StandIns.align(old: old, new: old) == [:])
    #expect(StandIns.align(old: old, new: old.reversed()) == [:])
  }

  static func address(_ name: String, _ number: Int) -> ContentAddress {
    ContentAddress(Fingerprint(hashing: "\(name) \(number)"))
  }
}

/// A document of passages that are mostly unique, some repeated, and a random edit of it.
private struct StandInWorld {
  private var generator: SplitMix64
  private(set) var old: [ContentAddress] = []
  /// The places of runs that took the place of at least one passage that is nowhere else.
  private(set) var rewrittenRuns: [Range<Int>] = []

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
    let count = Int.random(in: 0...40, using: &generator)
    old = (0..<count).map { index in
      generator.chance(15) ? StandInsTests.address("boilerplate", index % 3) : StandInsTests.address("old", index)
    }
  }

  /// Runs are kept, dropped, rewritten or inserted, with a passage that is held once between any two.
  mutating func edited() -> [ContentAddress] {
    var new: [ContentAddress] = []
    var index = 0
    while index < old.count {
      let end = min(old.count, index + Int.random(in: 1...5, using: &generator))
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: new += old[index..<end]
      case 1: break
      case 2: new += fresh()
      default: rewrite(index..<end, &new)
      }
      index = end
      if index < old.count, isUnique(old[index]) {
        new.append(old[index])
        index += 1
      }
    }
    return new
  }

  private mutating func rewrite(_ range: Range<Int>, _ new: inout [ContentAddress]) {
    let start = new.count
    new += fresh()
    if old[range].contains(where: isUnique) { rewrittenRuns.append(start..<new.count) }
  }

  private mutating func fresh() -> [ContentAddress] {
    (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      StandInsTests.address("new", Int(truncatingIfNeeded: generator.next()))
    }
  }

  func isUnique(_ address: ContentAddress) -> Bool { old.count { $0 == address } == 1 }
}
