internal import FreshetKernels
internal import FreshetSeededNumbers
import Testing

extension SimilarityKernelTests {
  @Test(arguments: variants, widths)
  func `signs are those of the vector, and factors its squares over its sizes`(variant: String, D: Int) {
    var random = SplitMix64(seed: Self.seed)
    let found = SignBlocks(D, count: 1), expected = SignBlocks(D, count: 1)
    for lane in 0..<32 {
      var r = lane == 9 ? [Float](repeating: 0, count: D) : random.unitVector(D)
      (r[5], r[6]) = (0, -0.0)
      found.encode(r, at: lane, Self.kernels(named: variant))
      expected.encode(r, at: lane, Self.reference)
      #expect((0..<D).allSatisfy { found.isPositive($0, of: lane) == (r[$0] > 0) }, "seed \(Self.seed), lane \(lane)")
      let sizes = r.reduce(0) { $0 + Double(abs($1)) }
      let factor = sizes > 0 ? inner(r, r) / sizes : 0
      // Two sums of D terms without cancellation, and their quotient.
      #expect(
        abs(Double(found.factors[lane]) - factor) <= Double(2 * D + 2) * Self.unit * factor,
        "seed \(Self.seed), lane \(lane)")
    }
    #expect(found.codes(0) == expected.codes(0), "seed \(Self.seed)")
  }

  @Test(arguments: variants)
  func `encoding signs anew leaves the other lanes alone`(variant: String) {
    var random = SplitMix64(seed: Self.seed)
    let blocks = SignBlocks(random: 32, 128, Self.kernels(named: variant), &random)
    for lane in [0, 13, 16, 31] {
      let before = (0..<32).map(blocks.signs)
      blocks.encode(random.unitVector(128), at: lane, Self.kernels(named: variant))
      let changed = (0..<32).filter { blocks.signs($0) != before[$0] }
      #expect(changed == [lane], "seed \(Self.seed)")
    }
  }

  @Test(arguments: [0, 5, 15, 16, 31], [0, 6, 15, 16, 30])
  func `a moved code is the same in its new lane, and its neighbours stay`(from: Int, to: Int) {
    var random = SplitMix64(seed: Self.seed)
    let source = SignBlocks(random: 32, 192, Self.reference, &random)
    let target = SignBlocks(random: 32, 192, Self.reference, &random)
    let (signs, factors) = ((0..<32).map(target.signs), target.factors)
    freshet_move_signs(source.bytes.base, from, 192, target.bytes.base, to)
    for lane in 0..<32 {
      #expect(target.signs(lane) == (lane == to ? source.signs(from) : signs[lane]), "seed \(Self.seed), lane \(lane)")
      #expect(target.factors[lane] == (lane == to ? source.factors[from] : factors[lane]), "seed \(Self.seed)")
    }
  }

  @Test(arguments: widths) func `a tabulated sum is within half a step of the exact one`(D: Int) {
    var random = SplitMix64(seed: Self.seed)
    var peaked = random.unitVector(D)
    peaked[9] = 50
    for y in [random.unitVector(D), peaked, [Float](repeating: 0, count: D)] {
      let table = SignSums(y)
      let step = Double(table.kernel.step)
      var leasts = 0.0
      for g in 0..<D / 4 {
        let four = y[4 * g..<4 * g + 4].map(Double.init)
        let least = -four.reduce(0) { $0 + abs($1) }
        leasts += least
        for n in 0..<16 {
          let sum = (0..<4).reduce(0.0) { $0 + (n >> $1 & 1 == 1 ? four[$1] : -four[$1]) }
          let entry = table.sums[16 * g + n]
          // A half, and the rounding of a sum of four and of its quotient, in steps of which it has 31.
          #expect(
            entry <= 31 && abs(Double(entry) * step - (sum - least)) <= step * (0.5 + 0x1p-14), "seed \(Self.seed)")
        }
      }
      #expect(abs(Double(table.kernel.least) - leasts) <= Double(D) * Self.unit * abs(leasts), "seed \(Self.seed)")
    }
  }

  @Test(arguments: variants, [1, 31, 32, 33, 100])
  func `a scan of signs keeps what the portable scan keeps`(variant: String, count: Int) {
    var random = SplitMix64(seed: Self.seed)
    for D in Self.widths {
      let blocks = SignBlocks(random: 128, D, Self.reference, &random)
      let other = SignBlocks(random: 128, D, Self.reference, &random)
      let table = SignSums(random.unitVector(D))
      // The margin, as a score: what decides is factor · margin more than what is reported.
      let scores = blocks.hits(count, table, -.greatestFiniteMagnitude, next: nil, Self.reference)
      #expect(scores.map(\.place) == Array(0..<count), "seed \(Self.seed), D \(D)")
      let deciding = scores.map { $0.score + blocks.factors[$0.place] * SignBlocks.margin }
      for threshold in [-.greatestFiniteMagnitude, deciding.sorted()[count / 2], deciding.max()! + 1e-5] {
        let expected = blocks.hits(count, table, threshold, next: nil, Self.reference)
        for next in [nil, other] {
          let found = blocks.hits(count, table, threshold, next: next, Self.kernels(named: variant))
          let isAlike = agree(found, expected, within: 1e-6, of: threshold) { $0 < count ? deciding[$0] : .infinity }
          #expect(isAlike, "seed \(Self.seed), D \(D), threshold \(threshold), next \(next != nil)")
        }
      }
    }
  }

  @Test(arguments: variants, [64, 1024, 8192])
  func `a scan of signs adds the greatest sums without loss`(variant: String, D: Int) {
    let blocks = SignBlocks(D, count: 1)
    blocks.factors = [Float](repeating: 1, count: 32)
    let table = SignSums([Float](repeating: 0, count: D))
    for index in 0..<table.sums.count { table.sums[index] = 31 }
    table.kernel.step = 1
    let found = blocks.hits(32, table, -.greatestFiniteMagnitude, next: nil, Self.kernels(named: variant))
    #expect(found.map(\.score) == [Float](repeating: Float(31 * D / 4) + SignBlocks.base, count: 32))
  }
}

/// The table of a sign query.
final class SignSums {
  let sums: KernelBuffer<UInt8>
  var kernel: freshet_sign_query

  init(_ y: [Float]) {
    sums = KernelBuffer(repeating: 0, count: 4 * y.count)
    kernel = freshet_sign_query(sums: sums.base, step: 0, least: 0)
    freshet_tabulate_signs(y, y.count, sums.base, &kernel)
  }
}

/// Sign blocks with accessors written from the layout in similarity_kernels.h.
final class SignBlocks {
  static let base: Float = 0.125
  static let margin: Float = 0.5

  let D: Int
  let count: Int
  let bytes: KernelBuffer<UInt8>

  init(_ D: Int, count: Int) {
    self.D = D
    self.count = count
    bytes = KernelBuffer(repeating: 0, count: count * freshet_sign_block_bytes(D))
  }

  convenience init(random places: Int, _ D: Int, _ kernels: freshet_similarity_kernels, _ random: inout SplitMix64) {
    self.init(D, count: places / 32)
    for place in 0..<places { encode(random.unitVector(D), at: place, kernels) }
  }

  private func block(_ index: Int) -> UnsafeMutablePointer<UInt8> { bytes.base + index * freshet_sign_block_bytes(D) }

  func encode(_ r: [Float], at place: Int, _ kernels: freshet_similarity_kernels) {
    kernels.encode_signs(r, D, block(place / 32), place % 32)
  }

  func codes(_ index: Int) -> [UInt8] { (0..<4 * D).map { block(index)[$0] } }

  func isPositive(_ component: Int, of place: Int) -> Bool {
    let byte = block(place / 32)[component / 4 * 16 + place % 16]
    return (place % 32 < 16 ? byte & 15 : byte >> 4) >> (component % 4) & 1 == 1
  }

  func signs(_ place: Int) -> [Bool] { (0..<D).map { isPositive($0, of: place) } }

  private func factor(_ place: Int) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(block(place / 32) + 4 * D + place % 32 * 4).assumingMemoryBound(to: Float.self)
  }

  var factors: [Float] {
    get { (0..<32 * count).map { factor($0).pointee } }
    set { for place in newValue.indices { factor(place).pointee = newValue[place] } }
  }

  func hits(
    _ scanned: Int, _ table: SignSums, _ threshold: Float, next: SignBlocks?, _ kernels: freshet_similarity_kernels
  ) -> Hits {
    IndexingTests.hits(capacity: (scanned + 31) / 32 * 32) { room in
      withUnsafePointer(to: table.kernel) { query in
        let ahead = next.map { UnsafePointer($0.bytes.base) }
        return kernels.scan_signs(bytes.base, scanned, D, query, Self.base, Self.margin, threshold, ahead, room)
      }
    }
  }
}
