internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetSeededNumbers
import Testing

/// The heap behind `FlatIndex`, which offers its rows in their order: every order of few rows, and many rows at random.
@Suite struct BestNeighboursTests {
  @Test func `a better neighbour has the higher score, or the lower address`() {
    let sorted = [(3, 1), (1, 0.5), (2, 0.5), (0, 0), (4, 0), (1, -1)].map {
      Neighbour(address: address($0.0), score: Float($0.1))
    }
    for (rank, one) in sorted.enumerated() {
      for (otherRank, other) in sorted.enumerated() {
        #expect(Neighbour.isBetter(one, other) == (rank < otherRank), "\(rank) and \(otherRank)")
      }
    }
  }

  @Test func `rows offered in any order come out sorted, cut at any limit`() throws {
    // Scores 1, 1/2, 1/2, 0, -1/2, -1 against the query of equal components.
    let patterns: [[Float]] = [
      [1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 1], [1, 1, -1, -1], [-1, -1, -1, 0], [-1, -1, -1, -1],
    ]
    let vectors = try patterns.map { try #require(UnitVector(normalizing: $0)) }
    let query = vectors[0]
    let ranked = vectors.enumerated().map { (address($0.offset), NaiveScan.score($0.element, query)) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map(\.0)
    for order in permutations(of: Array(0..<6)) {
      var index = FlatIndex(dimension: 4)
      for row in order { index.insert(vectors[row], at: address(row)) }
      for limit in 0...7 {
        #expect(
          index.nearest(limit, to: query).map(\.address) == Array(ranked.prefix(limit)), "\(order), limit \(limit)")
      }
    }
  }

  @Test func `many rows with many ties come out as sorting gives them`() {
    for seed in UInt64(1)...40 {
      var generator = SplitMix64(seed: seed)
      let vectors = ExactWorld.vectors(Int.random(in: 1...400, using: &generator), 64, &generator)
      var index = FlatIndex(dimension: 64)
      index.fill(vectors, &generator)
      let query = ExactWorld.vector(64, &generator)
      let limit = Int.random(in: 1...410, using: &generator)
      #expect(
        index.nearest(limit, to: query) == NaiveScan.nearest(limit, to: query, among: vectors),
        "seed \(seed), limit \(limit)")
    }
  }

  private func permutations(of rows: [Int]) -> [[Int]] {
    if rows.count < 2 { return [rows] }
    return rows.flatMap { first in permutations(of: rows.filter { $0 != first }).map { [first] + $0 } }
  }
}
