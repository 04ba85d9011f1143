import FreshetAllocationCounter
internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetSeededNumbers
import Testing

/// What a search asks of the allocator, and what a vector takes: counts, which every machine repeats.
@Suite struct AllocationTests {
  static let dimension = 256

  static func filled(_ index: some SimilarityIndex, _ count: Int) -> any SimilarityIndex {
    var index = index
    var generator = SplitMix64(seed: 11)
    index.reserve(count)
    for number in 0..<count { index.insert(RandomWorld.vector(dimension, &generator), at: address(number)) }
    while index.maintain() {}
    return index
  }

  /// The most that one of some searches allocated, after a first one.
  static func allocations(_ index: any SimilarityIndex, _ recall: RecallTarget) -> Int64 {
    var generator = SplitMix64(seed: 12)
    let queries = (0..<20).map { _ in RandomWorld.vector(dimension, &generator) }
    let counts = queries.map { query in
      let before = freshet_allocations_of_thread()
      _ = index.search(10, for: query, recall: recall)
      return freshet_allocations_of_thread() - before
    }
    return counts.dropFirst().max()!  // there are nineteen
  }

  @Test func `an exact search of 5,000 vectors allocates at most 64 times`() {
    #expect(Self.allocations(Self.filled(FlatIndex(dimension: Self.dimension), 5_000), .exact) <= 64)
  }

  @Test func `a search of 20,000 vectors by cells allocates at most 48 times`() {
    let index = Self.filled(LSHIndex(dimension: Self.dimension), 20_000)
    #expect(Self.allocations(index, .atLeast(0.95)) <= 48)
  }

  @Test func `the allocator is counted`() {
    let before = freshet_allocations_of_thread()
    if before < 0 { return }  // under a sanitizer
    let array = [Int](repeating: 1, count: 1_000)
    #expect(array.count == 1_000)
    #expect(freshet_allocations_of_thread() > before)
  }

  @Test func `beside its components and its address a vector takes at most 140 bytes`() {
    let flat = Self.filled(FlatIndex(dimension: Self.dimension), 65_536)
    let cells = Self.filled(LSHIndex(dimension: Self.dimension), 65_536)
    for index in [flat, cells] {
      #expect(index.memory.codes <= 140 * index.count, "\(type(of: index)): \(index.memory.codes / index.count)")
      #expect(index.memory.keys <= 42 * index.count, "\(type(of: index)): \(index.memory.keys / index.count)")
    }
  }
}
