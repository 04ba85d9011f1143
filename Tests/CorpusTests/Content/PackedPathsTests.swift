import FreshetCorpus
import FreshetSeededNumbers
import Testing

@Suite struct PackedPathsTests {
  private func packed(_ paths: [String]) -> PackedPaths {
    var packed = PackedPaths()
    for path in paths { Array(path.utf8).withUnsafeBytes { packed.append($0) } }
    return packed
  }

  /// Forms of one name that Swift holds equal, names that begin like others, and none at all.
  private func someNames(_ random: inout SplitMix64) -> [String] {
    let names = ["", "a", "a.md", "a/b", "a/b.md", "ab", "b", "caf\u{E9}", "cafe\u{301}", "\u{10FFFF}", "z\u{0}"]
    return (0..<Int.random(in: 0...12, using: &random)).map { _ in random.pick(names) }
  }

  @Test func `paths come back as they were put in, also where one list follows another`() {
    for seed in UInt64(1)...200 {
      var random = SplitMix64(seed: seed)
      let (first, second) = (someNames(&random), someNames(&random))
      var paths = packed(first)
      paths.append(contentsOf: packed(second))
      #expect(paths.map { Array($0.utf8) } == (first + second).map { Array($0.utf8) }, "seed \(seed)")
      #expect(paths == packed(first + second), "seed \(seed)")
    }
  }

  @Test func `they are in the order of documents, by bytes`() {
    for seed in UInt64(1)...200 {
      var random = SplitMix64(seed: seed)
      let (names, others) = (someNames(&random), someNames(&random))
      let (paths, otherPaths) = (packed(names), packed(others))
      for (index, name) in names.enumerated() {
        for (otherIndex, other) in others.enumerated() {
          let (one, two) = (DocumentID(path: name), DocumentID(path: other))
          let order = one < two ? -1 : one == two ? 0 : 1
          #expect(paths.order(of: index, against: otherPaths, otherIndex).signum() == order, "seed \(seed)")
          #expect(paths.order(of: index, against: other).signum() == order, "seed \(seed)")
        }
      }
    }
  }

  @Test func `put in order, each is found, and nothing else is`() {
    for seed in UInt64(1)...200 {
      var random = SplitMix64(seed: seed)
      let names = someNames(&random)
      let sorted = names.map { DocumentID(path: $0) }.sorted().map(\.path)
      let paths = packed(names)
      let inOrder = paths.indicesInOrder().map(paths.at) ?? paths
      #expect(inOrder.map { Array($0.utf8) } == sorted.map { Array($0.utf8) }, "seed \(seed)")
      for name in someNames(&random) {
        let expected = sorted.firstIndex { DocumentID(path: $0) == DocumentID(path: name) }
        #expect(inOrder.firstIndex(of: name) == expected, "seed \(seed): \(name)")
      }
    }
  }
}
