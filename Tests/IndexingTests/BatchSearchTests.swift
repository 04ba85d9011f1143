internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetSeededNumbers
import Testing

/// A batch is searched in tiles of 64 queries and 1,024 rows: on, before and after their edges it must be the same search.
@Suite struct BatchSearchTests {
  @Test(arguments: IndexKind.all, [1, 1023, 1024, 1025, 2048, 2049])
  func `a batch finds what a naive scan finds, on every edge of the tiles`(_ kind: IndexKind, _ rows: Int) {
    var generator = SplitMix64(seed: UInt64(rows))
    let vectors = ExactWorld.vectors(rows, 16, &generator)
    var index = kind.make(16)
    index.fill(vectors, &generator)
    let queries = (0..<129).map { _ in ExactWorld.vector(16, &generator) }
    let expected = queries.map { NaiveScan.nearest(10, to: $0, among: vectors) }
    for count in [1, 2, 63, 64, 65, 128, 129] {
      #expect(index.nearest(10, to: Array(queries[..<count])) == Array(expected[..<count]), "\(count) queries")
    }
    #expect(queries.prefix(9).map { index.nearest(10, to: $0) } == Array(expected[..<9]))
  }

  @Test(arguments: IndexKind.all)
  func `a batch that asks for everything gets every row of every tile`(_ kind: IndexKind) {
    var generator = SplitMix64(seed: 5)
    let vectors = ExactWorld.vectors(1030, 3, &generator)
    var index = kind.make(3)
    index.fill(vectors, &generator)
    let queries = (0..<66).map { _ in ExactWorld.vector(3, &generator) }
    let answers = index.nearest(2000, to: queries)
    #expect(answers.map(\.count) == Array(repeating: 1030, count: 66))
    for number in [0, 1, 63, 64, 65] {
      #expect(
        answers[number] == NaiveScan.nearest(2000, to: queries[number], among: vectors), "query \(number)")
    }
  }
}
