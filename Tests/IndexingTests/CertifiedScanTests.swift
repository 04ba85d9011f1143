internal import FreshetKernels
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing
@testable internal import FreshetIndexing

/// The exact index from `FlatIndex.fewestCoded` vectors on, where a bound excludes most of them unseen: whole answers against
/// scoring everything, by the score that is served.
@Suite struct CertifiedScanTests {
  @Test(arguments: AdversarialVectors.allCases, [1, 3, 64, 100, 256, 384])
  func `nothing is excluded that is among the nearest`(_ kind: AdversarialVectors, _ dimension: Int) throws {
    let seed = UInt64(1_000 + dimension)
    var world = CodedWorld(kind, dimension, seed: seed)
    try world.expectNaiveAnswers("\(kind), dimension \(dimension), seed \(seed), as filled")
    world.replaceSome()
    try world.expectNaiveAnswers("\(kind), dimension \(dimension), seed \(seed), changed")
  }

  /// No data that were tried reach it, for a spread is itself rounded up by more: so it is held against the analysis.
  @Test(arguments: [1, 64, 100, 384])
  func `the slack covers rotations, the rounding of an estimate and the query's rest`(_ dimension: Int) throws {
    var generator = SplitMix64(seed: 8)
    var index = FlatIndex(dimension: dimension)
    for number in 0..<FlatIndex.fewestCoded { index.insert(generator.direction(dimension), at: address(number)) }
    let codes = try #require(index.codes)
    for _ in 0..<20 {
      let query = generator.direction(dimension).components
      var rotated = [Float](repeating: 0, count: codes.rotation.width)
      codes.rotation.rotate(query, into: &rotated)
      let rest = QueryCodes(rotated).rest
      let (error, unit) = (codes.rotation.error, Float(0x1p-24))
      let least = 2 * error + error * error + 27 * unit + rest * codes.greatestNorm
      #expect(codes.query(query).kernel.slack >= least, "seed 8")
    }
  }

  @Test(arguments: [64, 100, 384])
  func `of vectors in clusters, a search scores few of the other clusters`(_ dimension: Int) throws {
    var generator = SplitMix64(seed: 7)
    let clusters = GaussianClusters(20, dimension, spread: 0.2, &generator)
    var index = FlatIndex(dimension: dimension)
    for number in 0..<8_000 { index.insert(clusters.vector(&generator), at: address(number)) }
    let codes = try #require(index.codes)
    for _ in 0..<10 {
      let query = clusters.vector(&generator)
      var search = CertifiedSearch(index.vectors, codes, limit: 10, query: query, among: nil)
      search.absorbAll(codes)
      let found = search.finish()
      #expect(found == index.nearest(10, to: query))
      // A cluster is a twentieth, and the others lie farther than the spread of four bits.
      #expect(search.scored < 8_000 / 10, "seed 7")
    }
  }
}

/// An index with codes, and the same vectors to be scored one by one.
private struct CodedWorld {
  private var generator: SplitMix64
  private let make: AdversarialVectors.Maker
  private var index: FlatIndex
  private var addresses: Set<ContentAddress> = []
  private var made = 0

  private static let count = 2_500

  init(_ kind: AdversarialVectors, _ dimension: Int, seed: UInt64) {
    generator = SplitMix64(seed: seed)
    make = kind.maker(dimension, &generator)
    index = FlatIndex(dimension: dimension)
    for _ in 0..<Self.count { add() }
  }

  /// At an address that has nothing to do with the order.
  private mutating func add() {
    let place = address(Int.random(in: 0..<1 << 40, using: &generator))
    index.insert(make(made, &generator), at: place)
    addresses.insert(place)
    made += 1
  }

  /// A fifth goes, some of the slots are used again, and a few vectors are replaced where they are.
  mutating func replaceSome() {
    let known = addresses.sorted().shuffled(using: &generator)
    for gone in known.prefix(Self.count / 5) {
      index.remove(gone)
      addresses.remove(gone)
    }
    for _ in 0..<Self.count / 8 { add() }
    for place in known.suffix(100) { index.insert(make(made, &generator), at: place) }
  }

  /// Stored vectors, made ones, opposite and random ones.
  private mutating func queries(_ count: Int) -> [UnitVector] {
    let stored = index.vectors.liveSlots()
    return (0..<count).map { number in
      switch number % 5 {
      case 0, 1: make(number * 500, &generator)
      case 2: make(number, &generator).scaled(by: -1)
      case 3: generator.direction(index.dimension)
      default: index.vector(generator.pick(stored))
      }
    }
  }

  mutating func expectNaiveAnswers(_ label: String) throws {
    let queries = queries(70)
    let scores = queries.map { query in
      addresses.map { Neighbour(address: $0, score: index.score(of: $0, to: query) ?? .nan) }
    }
    let some = Set(addresses.sorted().filter { _ in generator.chance(40) })
    let scoresOfSome = scores.map { $0.filter { some.contains($0.address) } }
    try expect(queries, scores, nil, "\(label), all admitted")
    try expect(queries, scoresOfSome, index.admitting(some), "\(label), some admitted")
  }

  private func expect(
    _ queries: [UnitVector], _ scores: [[Neighbour]], _ admitted: AdmittedSlots?, _ label: String
  ) throws {
    let codes = try #require(index.codes)
    let ranked = scores.map { Self.best(100, of: $0) }
    for limit in [1, 10, 100] {
      let alone = queries.prefix(13).map { index.search(limit, for: $0, among: admitted).found }
      let expected = ranked.map { Array($0.prefix(limit)) }
      #expect(Self.unlike(alone, expected) == [], "\(label), limit \(limit), one by one")
    }
    let expected = ranked.map { Array($0.prefix(10)) }
    for size in [1, 5, 12, 13, 70] {
      let batch = index.search(10, for: Array(queries.prefix(size)), recall: .exact, among: admitted).map(\.found)
      #expect(batch.count == size && Self.unlike(batch, expected) == [], "\(label), a batch of \(size)")
    }
    let tiles = index.nearest(10, toAll: queries, codes, admitted)
    #expect(tiles.count == 70 && Self.unlike(tiles, expected) == [], "\(label), tiles")
    let products = index.vectors.scanAll(10, for: queries, among: admitted)
    #expect(products.count == 70 && Self.unlike(products, expected) == [], "\(label), BLAS")
    let scans = queries.prefix(5).map { index.vectors.scan(10, for: $0, among: admitted) }
    #expect(Self.unlike(scans, expected) == [], "\(label), scans")
  }

  /// The numbers of the queries whose answers differ: the answers themselves would fill pages.
  private static func unlike(_ answers: [[Neighbour]], _ expected: [[Neighbour]]) -> [Int] {
    zip(answers, expected).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
  }

  /// Sorts only what reaches the last place.
  private static func best(_ limit: Int, of scores: [Neighbour]) -> [Neighbour] {
    let last = scores.map(\.score).sorted(by: >)[min(limit, scores.count) - 1]
    return Array(scores.filter { $0.score >= last }.sorted(by: Neighbour.isBetter).prefix(limit))
  }
}

extension FlatIndex {
  fileprivate func vector(_ slot: Int) -> UnitVector {
    let row = Array(UnsafeBufferPointer(start: vectors.row(slot), count: dimension))
    guard let vector = UnitVector(row) else { preconditionFailure("slot \(slot) holds no unit vector") }
    return vector
  }
}

extension CertifiedSearch {
  /// Goes through all the codes as `FlatIndex` does.
  fileprivate mutating func absorbAll(_ codes: NibbleCodes) {
    var kernel = query.kernel
    var hits = [freshet_scan_hit](repeating: freshet_scan_hit(place: 0, score: 0), count: 16 * 32)
    codes.eachStep(of: 32) { blocks, count, slot in
      let kept = SimilarityKernels.fastest.scan_nibbles(
        blocks, count, codes.rotation.width, &kernel, threshold, &hits)
      hits.withUnsafeBufferPointer { absorb(UnsafeBufferPointer(rebasing: $0[..<kept]), from: slot) }
    }
  }
}
