internal import FreshetKernels
internal import FreshetSeededNumbers
import Testing

extension SimilarityKernelTests {
  static let widths = [64, 192, 256, 1024]

  /// Vectors that try the choice of a scale: ordinary ones, zeros, one huge component, and denormals.
  static func trials(_ D: Int, _ random: inout SplitMix64) -> [[Float]] {
    var peaked = random.floats(D, in: -1e-6...1e-6)
    peaked[7] = 1000
    let steps = (0..<D).map { Float($0 % 16 - 8) / 8 }  // each lies on a border between two codes
    let denormal = random.floats(D, in: -1...1).map { $0 * .leastNormalMagnitude }
    let least = [Float](repeating: .leastNonzeroMagnitude, count: D)
    let units = (0..<8).map { _ in random.unitVector(D) }
    return units + [[Float](repeating: 0, count: D), peaked, steps, denormal, least]
  }

  @Test(arguments: variants, widths)
  func `a spread bounds what the code loses and is that of the best of five scales`(variant: String, D: Int) {
    var random = SplitMix64(seed: Self.seed)
    for (number, y) in Self.trials(D, &random).enumerated() {
      let blocks = NibbleBlocks(D, count: 1)
      let spread = Double(blocks.encode(y, at: 5, Self.kernels(named: variant)))
      let lost = norm(zip(y, blocks.decoded(5)).map { Double($0) - $1 })
      #expect(Double(blocks.spreads[5]) == spread && lost <= spread, "seed \(Self.seed), vector \(number)")
      // The spread is rounded up twice as much as its sum may be wrong.
      let best = leastSpread(y) * (1 + Double(D + 16) * 0x1p-22) + 0x1.1p-20
      #expect(spread <= best, "seed \(Self.seed), vector \(number)")
    }
  }

  private func leastSpread(_ y: [Float]) -> Double {
    let most = y.map(abs).max()!  // no vector is empty
    return [Float(0.5), 0.6, 0.7, 0.8, 1].map { share in
      let scale = Double((most == 0 ? 1 : most) * share / 8)
      guard scale > 0 else { return norm(y.map(Double.init)) }
      return norm(y.map { Double($0) - (min(max((Double($0) / scale).rounded(.down), -8), 7) + 0.5) * scale })
    }.min()!  // of five
  }

  @Test(arguments: variants, widths)
  func `nibbles are those of the portable variant but for components on a border`(variant: String, D: Int) {
    var random = SplitMix64(seed: Self.seed)
    for _ in 0..<20 {
      let y = random.unitVector(D)
      let found = NibbleBlocks(D, count: 1), expected = NibbleBlocks(D, count: 1)
      _ = found.encode(y, at: 9, Self.kernels(named: variant))
      _ = expected.encode(y, at: 9, Self.reference)
      guard found.scales[9] == expected.scales[9] else { continue }
      for j in 0..<D where found.nibble(j, of: 9) != expected.nibble(j, of: 9) {
        let steps = y[j] / found.scales[9]
        #expect(abs(steps - steps.rounded()) < 1e-5, "seed \(Self.seed), component \(j)")
      }
    }
  }

  @Test(arguments: variants)
  func `encoding nibbles or clearing them leaves the other lanes alone`(variant: String) {
    var random = SplitMix64(seed: Self.seed)
    let blocks = NibbleBlocks(128, count: 1)
    for lane in 0..<16 { _ = blocks.encode(random.unitVector(128), at: lane, Self.kernels(named: variant)) }
    let before = (0..<16).map(blocks.decoded)
    _ = blocks.encode(random.unitVector(128), at: 3, Self.kernels(named: variant))
    freshet_clear_nibbles(blocks.bytes.base, 12, 128)
    for lane in 0..<16 where lane != 3 && lane != 12 {
      #expect(blocks.decoded(lane) == before[lane], "seed \(Self.seed), lane \(lane)")
    }
    #expect(blocks.decoded(3) != before[3] && blocks.decoded(12).allSatisfy { $0 == 0 }, "seed \(Self.seed)")
    #expect(blocks.spreads[12] == -.infinity, "seed \(Self.seed)")
  }

  @Test(arguments: widths) func `a query's integers lose no more than their rest`(D: Int) {
    var random = SplitMix64(seed: Self.seed)
    for y in Self.trials(D, &random) {
      let query = QueryCodes(y)
      let lost = zip(y, query.codes.values).map { Double($0) - Double($1) * Double(query.kernel.scale) }
      #expect(norm(lost) <= Double(query.rest), "seed \(Self.seed)")
      #expect(query.codes.values.allSatisfy { $0 >= -127 }, "seed \(Self.seed)")
    }
  }

  @Test(arguments: variants, [64, 192, 1024, 8192])
  func `estimates come of exact integer sums`(variant: String, D: Int) {
    var random = SplitMix64(seed: Self.seed)
    let blocks = NibbleBlocks(D, count: 3)
    for place in 0..<48 { _ = blocks.encode(random.unitVector(D), at: place, Self.reference) }
    blocks.fill(block: 1, with: 0xff)  // the greatest nibbles, for the greatest sums
    let extremes = [[Float](repeating: 1, count: D), [Float](repeating: -1, count: D)]
    for y in extremes + (0..<3).map({ _ in random.unitVector(D) }) {
      let query = QueryCodes(y, base: 0.25)
      let found = blocks.estimates(query, Self.kernels(named: variant))
      for place in 0..<48 {
        let term = blocks.exactTerm(query, place)
        let bound = 1.001 * 4 * Self.unit * (abs(term) + 0.25)
        #expect(abs(Double(found[place]) - (term + 0.25)) <= bound, "seed \(Self.seed), vector \(place)")
      }
    }
  }

  @Test(arguments: variants, widths)
  func `a scan of nibbles keeps what the portable scan keeps, and never an empty lane`(variant: String, D: Int) {
    var random = SplitMix64(seed: Self.seed)
    let empty: Set = [0, 17, 31, 79]
    let blocks = NibbleBlocks(random: 80, D, empty: empty, &random)
    let query = QueryCodes(random.unitVector(D), base: 0.125, slack: 1e-3)
    let everything = blocks.hits(query, -.greatestFiniteMagnitude, Self.reference)
    #expect(Set(everything.map(\.place)) == Set(0..<80).subtracting(empty), "seed \(Self.seed)")
    let uppers = Dictionary(uniqueKeysWithValues: everything)
    let thresholds: [Float] = [-.greatestFiniteMagnitude, uppers.values.sorted()[38], 10]
    for threshold in thresholds {
      let found = blocks.hits(query, threshold, Self.kernels(named: variant))
      let expected = blocks.hits(query, threshold, Self.reference)
      let isAlike = agree(found, expected, within: 1e-6, of: threshold) { uppers[$0] ?? -.infinity }
      #expect(isAlike, "seed \(Self.seed), threshold \(threshold)")
    }
  }

  @Test(arguments: variants, [(1, 1), (5, 3), (12, 2), (12, 7), (4, 1), (9, 5)])
  func `a tile of queries finds what each finds by itself`(variant: String, shape: (queries: Int, blocks: Int)) {
    var random = SplitMix64(seed: Self.seed)
    let kernels = Self.kernels(named: variant)
    for D in [64, 192, 256] {
      let blocks = NibbleBlocks(random: 16 * shape.blocks, D, empty: [3, 15], &random)
      let queries = (0..<shape.queries).map { _ in QueryCodes(random.unitVector(D), slack: 1e-3) }
      let thresholds = (0..<shape.queries).map { [-Float.greatestFiniteMagnitude, 0.1, 0.3, 10][$0 % 4] }
      let found = blocks.hits(queries, thresholds, kernels, &random)
      for (number, hits) in found.enumerated() {
        let alone = blocks.hits(queries[number], thresholds[number], kernels)
        #expect(hits.elementsEqual(alone, by: ==), "seed \(Self.seed), D \(D), query \(number)")
      }
    }
  }

  @Test(arguments: variants, widths)
  func `no inner product exceeds its upper bound`(variant: String, D: Int) {
    for seed in Self.seed..<Self.seed + 5 {
      var random = SplitMix64(seed: seed)
      let blocks = NibbleBlocks(D, count: 5)
      let vectors = (0..<80).map { _ in random.unitVector(D) }
      for (place, x) in vectors.enumerated() { _ = blocks.encode(x, at: place, Self.kernels(named: variant)) }
      let y = random.chance(50) ? random.unitVector(D) : vectors[11]
      // |<rest, x̂>| ≤ rest · (|x| + spread), and 27 u for roundings; see NibbleCodes.
      let query = QueryCodes(y, greatest: 1.001 + (0..<80).map { blocks.spreads[$0] }.max()!, slack: 1.1 * 27 * 0x1p-24)
      let hits = blocks.hits(query, -.greatestFiniteMagnitude, Self.kernels(named: variant))
      #expect(hits.map(\.place) == Array(0..<80), "seed \(seed)")
      for (place, upper) in zip(vectors.indices, hits.map(\.score)) {
        let excess = Double(upper) - inner(vectors[place], y)
        let widest = 2 * Double(blocks.spreads[place] * query.kernel.norm + query.kernel.slack)
        #expect(excess >= 0 && excess <= widest, "seed \(seed), vector \(place)")
      }
    }
  }
}
