internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetSeededNumbers
import Testing

/// What every index promises of a search. Exact scores, so whole answers can be compared.
@Suite struct SimilarityIndexTests {
  @Test(arguments: IndexKind.all, [1, 3, 16, 384])
  func `a search finds what a naive scan finds, ties by address`(_ kind: IndexKind, _ dimension: Int) {
    for seed in UInt64(1)...6 {
      var generator = SplitMix64(seed: seed)
      let vectors = ExactWorld.vectors(Int.random(in: 1...300, using: &generator), dimension, &generator)
      var index = kind.make(dimension)
      index.fill(vectors, &generator)
      for limit in [1, 2, 10, vectors.count - 1, vectors.count] {
        let query = ExactWorld.vector(dimension, &generator)
        #expect(
          index.nearest(limit, to: query) == NaiveScan.nearest(limit, to: query, among: vectors),
          "seed \(seed), limit \(limit)")
      }
    }
  }

  @Test(arguments: IndexKind.all)
  func `of equals, those with the lowest addresses are kept, in their order`(_ kind: IndexKind) {
    var generator = SplitMix64(seed: 1)
    let vector = ExactWorld.vector(16, &generator)
    var index = kind.make(16)
    for number in Array(0..<100).shuffled(using: &generator) { index.insert(vector, at: address(number)) }
    #expect(index.nearest(7, to: vector) == (0..<7).map { Neighbour(address: address($0), score: 1) })
    #expect(index.nearest(100, to: vector) == (0..<100).map { Neighbour(address: address($0), score: 1) })
  }

  @Test(arguments: IndexKind.all)
  func `a search gives as many as there are, and none if none is asked for`(_ kind: IndexKind) {
    var generator = SplitMix64(seed: 1)
    let vectors = ExactWorld.vectors(5, 16, &generator)
    let query = ExactWorld.vector(16, &generator)
    var index = kind.make(16)
    index.fill(vectors, &generator)
    let all = NaiveScan.nearest(5, to: query, among: vectors)
    for limit in [5, 6, 1000, .max] {
      #expect(index.nearest(limit, to: query) == all, "limit \(limit)")
      #expect(index.nearest(limit, to: [query, query]) == [all, all], "limit \(limit)")
    }
    #expect(index.nearest(0, to: query) == [])
    #expect(index.nearest(0, to: [query, query]) == [[], []])
  }

  @Test(arguments: IndexKind.all)
  func `an empty index has no neighbours, before and after it held some`(_ kind: IndexKind) {
    var generator = SplitMix64(seed: 1)
    let query = ExactWorld.vector(3, &generator)
    var index = kind.make(3)
    func expectEmpty() {
      #expect(index.count == 0)
      #expect(index.nearest(3, to: query) == [])
      #expect(index.nearest(3, to: [query, query, query]) == [[], [], []])
    }
    expectEmpty()
    index.insert(query, at: address(1))
    index.remove(address(1))
    expectEmpty()
  }

  @Test(arguments: IndexKind.all)
  func `no queries get no answers`(_ kind: IndexKind) {
    var index = kind.make(1)
    var generator = SplitMix64(seed: 1)
    index.insert(ExactWorld.vector(1, &generator), at: address(0))
    #expect(index.nearest(1, to: []) == [])
  }

  @Test(arguments: IndexKind.all)
  func `an index that can't miss says so, and knows its dimension`(_ kind: IndexKind) {
    var generator = SplitMix64(seed: 1)
    let query = RandomWorld.vector(3, &generator)
    var index = kind.make(3)
    #expect(index.search(1, for: query) == Neighbours(found: [], recall: 1, isExact: true))
    index.insert(query, at: address(1))
    let found = [Neighbour(address: address(1), score: index.score(of: address(1), to: query) ?? .nan)]
    for target in [RecallTarget.exact, .atLeast(0.5), .onAverage(0.5)] {
      #expect(index.search(1, for: query, recall: target) == Neighbours(found: found, recall: 1, isExact: true))
    }
    #expect([1, 3, 384].map { kind.make($0).dimension } == [1, 3, 384])
  }

  @Test(arguments: IndexKind.all, [7, 63, 384])
  func `equal vectors tie to the bit, wherever they lie`(_ kind: IndexKind, _ dimension: Int) {
    var generator = SplitMix64(seed: 7)
    let vector = RandomWorld.vector(dimension, &generator)
    let query = RandomWorld.vector(dimension, &generator)
    for count in [5, 33, 1025] {
      var index = kind.make(dimension)
      for number in Array(0..<count).shuffled(using: &generator) { index.insert(vector, at: address(number)) }
      let inOrder = (0..<count).map { address($0) }
      let answers = [index.nearest(count, to: query)] + index.nearest(count, to: Array(repeating: query, count: 67))
      #expect(answers.filter { $0.map(\.address) != inOrder }.count == 0, "\(count) rows")
    }
  }

  @Test(arguments: IndexKind.all, [1, 16, 384])
  func `the score of one address is that of a search, to the bit`(_ kind: IndexKind, _ dimension: Int) {
    for seed in UInt64(1)...4 {
      var generator = SplitMix64(seed: seed)
      let vectors = Dictionary(
        uniqueKeysWithValues: (0..<300).map { (address($0), RandomWorld.vector(dimension, &generator)) })
      var index = kind.make(dimension)
      index.fill(vectors, &generator)
      for number in 0..<20 { index.remove(address(number)) }
      let query = RandomWorld.vector(dimension, &generator)
      let found = index.nearest(300, to: query)
      #expect(found.count == 280, "seed \(seed)")
      #expect(found.filter { index.score(of: $0.address, to: query) != $0.score } == [], "seed \(seed)")
      #expect([0, 19, 300].allSatisfy { index.score(of: address($0), to: query) == nil }, "seed \(seed)")
    }
  }
}
