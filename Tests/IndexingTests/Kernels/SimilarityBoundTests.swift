internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetSeededNumbers
import Testing

/// Random directions, where float scores are rounded: compared with double precision within the bound of the doc.
@Suite struct SimilarityBoundTests {
  static let dimensions = [1, 3, 384]

  @Test(arguments: IndexKind.all, dimensions)
  func `a search finds what a naive double-precision scan finds`(_ kind: IndexKind, _ dimension: Int) {
    for seed in UInt64(1)...4 {
      var generator = SplitMix64(seed: seed)
      let (index, vectors) = Self.filled(kind, dimension, &generator)
      for limit in [1, 10, vectors.count] {
        let query = RandomWorld.vector(dimension, &generator)
        expect(
          index.nearest(limit, to: query), areNearest: limit, to: query, among: vectors, "seed \(seed), limit \(limit)")
      }
    }
  }

  @Test(arguments: IndexKind.all, dimensions)
  func `a batch finds what each query finds by itself`(_ kind: IndexKind, _ dimension: Int) {
    for seed in UInt64(1)...3 {
      var generator = SplitMix64(seed: seed)
      let (index, vectors) = Self.filled(kind, dimension, &generator)
      let queries = (0..<70).map { _ in RandomWorld.vector(dimension, &generator) }
      let batch = index.nearest(10, to: queries)
      #expect(batch.count == queries.count, "seed \(seed)")
      for (number, (query, together)) in zip(queries, batch).enumerated() {
        let label = "seed \(seed), query \(number)"
        expect(together, areNearest: 10, to: query, among: vectors, "\(label)")
        let alone = index.nearest(10, to: query)
        let differences = zip(alone, together).map { abs(Double($0.score) - Double($1.score)) }
        // The scores of one rank: each is a maximum over rounded values, so they differ no more than those.
        #expect(
          alone.count == together.count && differences.allSatisfy { $0 <= NaiveScan.bound(dimension) }, "\(label)")
      }
    }
  }

  @Test(arguments: IndexKind.all, dimensions)
  func `an index is filled in any order and answers alike`(_ kind: IndexKind, _ dimension: Int) {
    var generator = SplitMix64(seed: 3)
    let (one, vectors) = Self.filled(kind, dimension, &generator)
    var other = kind.make(dimension)
    other.fill(vectors, &generator)
    let query = RandomWorld.vector(dimension, &generator)
    for index in [one, other] {
      expect(index.nearest(50, to: query), areNearest: 50, to: query, among: vectors, "")
    }
  }

  private static func filled(
    _ kind: IndexKind, _ dimension: Int, _ generator: inout SplitMix64
  ) -> (any SimilarityIndex, [ContentAddress: UnitVector]) {
    let vectors = Dictionary(
      uniqueKeysWithValues: (0..<500).map { (address($0), RandomWorld.vector(dimension, &generator)) })
    var index = kind.make(dimension)
    index.fill(vectors, &generator)
    return (index, vectors)
  }

  /// Each score is right within the bound, the order is that of the scores, and nothing that is left out was clearly better.
  private func expect(
    _ found: [Neighbour], areNearest limit: Int, to query: UnitVector,
    among vectors: [ContentAddress: UnitVector], _ label: String
  ) {
    let bound = NaiveScan.bound(query.dimension)
    let truth = vectors.mapValues { NaiveScan.score($0, query) }
    #expect(Set(found.map(\.address)).count == min(limit, vectors.count), "\(label)")
    #expect(found.count == min(limit, vectors.count), "\(label)")
    let wrong = found.filter { abs(Double($0.score) - (truth[$0.address] ?? .infinity)) > bound / 2 }
    #expect(wrong == [], "\(label)")
    let unordered = zip(found, found.dropFirst()).filter { one, next in
      one.score < next.score || (one.score == next.score && one.address >= next.address)
    }
    #expect(unordered.isEmpty, "\(label)")
    guard let worst = found.compactMap({ truth[$0.address] }).min() else { return }
    let missed = truth.filter { $0.value > worst + bound }.keys.filter { !found.map(\.address).contains($0) }
    #expect(missed == [], "\(label)")
  }
}
