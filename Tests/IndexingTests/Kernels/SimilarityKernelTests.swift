internal import FreshetKernels
internal import FreshetSeededNumbers
import Testing

/// Every variant that this machine can run against the portable one and against double precision, within the bounds that
/// similarity_kernels.h states.
@Suite struct SimilarityKernelTests {
  typealias Kernels = freshet_similarity_kernels

  static let variants = (0..<freshet_similarity_variant_count()).map { String(cString: kernels($0).name) }
  static let reference = kernels(freshet_similarity_variant_count() - 1)
  static let seed: UInt64 = 20_250_309
  static let unit = 0x1p-24

  static func kernels(_ index: Int) -> Kernels { freshet_similarity_variant(index).pointee }

  static func kernels(named name: String) -> Kernels {
    kernels(variants.firstIndex(of: name)!)  // the names come from `variants`
  }

  @Test func `the last similarity variant is the portable one`() {
    #expect(Self.variants.last == "portable")
    #expect(Set(Self.variants).count == Self.variants.count)
  }

  @Test(arguments: variants, [1, 3, 17, 63, 64, 100, 384])
  func `scores of rows are within γ of the sizes of their products`(variant: String, d: Int) {
    var random = SplitMix64(seed: Self.seed)
    let query = random.floats(d, in: -1...1)
    let rows = (0..<20).map { _ in KernelBuffer<Float>(random.floats(d, in: -1...1)) }
    var found = [Float](repeating: .nan, count: rows.count)
    Self.kernels(named: variant).scores_of_rows(rows.map { UnsafePointer($0.base) }, rows.count, query, d, &found)
    let gamma = Double(d) * Self.unit / (1 - Double(d) * Self.unit)
    for (row, score) in zip(rows, found) {
      let products = zip(row.values, query).map { Double($0) * Double($1) }
      let sizes = products.reduce(0) { $0 + abs($1) }
      #expect(abs(Double(score) - products.reduce(0, +)) <= gamma * sizes, "seed \(Self.seed)")
    }
  }

  @Test(arguments: variants, [1, 3, 15, 16, 17, 63, 384, 1000])
  func `the served score has the same bits in every variant and is rounded once`(variant: String, d: Int) {
    var random = SplitMix64(seed: Self.seed)
    for trial in 0..<20 {
      var (row, query) = (random.floats(d, in: -1...1), random.floats(d, in: -1...1))
      if trial % 2 == 1 { Self.cancel(&row, &query) }
      let found = Self.kernels(named: variant).exact_score(row, query, d)
      #expect(found.bitPattern == Self.reference.exact_score(row, query, d).bitPattern, "seed \(Self.seed)")
      let exact = inner(row, query)
      #expect(abs(Double(found) - exact) <= Self.unit * abs(exact) + Double(d * d) * 0x1p-52, "seed \(Self.seed)")
    }
  }

  /// Makes products of many magnitudes that cancel. Their computed sum is the rounding error in double, which depends
  /// on the order.
  private static func cancel(_ row: inout [Float], _ query: inout [Float]) {
    for j in row.indices { row[j] *= Float(sign: .plus, exponent: -(j * 7 % 30), significand: 1) }
    let half = row.count / 2
    for j in 0..<half { (row[half + j], query[half + j]) = (-row[(j + 5) % half], query[(j + 5) % half]) }
    if row.count > 2 * half { row[2 * half] = 0 }
  }

  @Test(arguments: variants, [64, 128, 192, 256, 384, 1024])
  func `a rotation is the product of its sign flips and Hadamard matrices`(variant: String, D: Int) {
    var random = SplitMix64(seed: Self.seed)
    let world = RotationWorld(D, &random)
    let x = random.unitVector(D)
    let found = world.rotated(x, Self.kernels(named: variant))
    let difference = zip(found, world.exactlyRotated(x)).map { Double($0) - $1 }
    #expect(norm(difference) <= world.error * norm(x.map(Double.init)), "seed \(Self.seed)")
  }

  @Test(arguments: variants, [64, 128, 192, 256, 384, 1024])
  func `a rotation keeps norms and inner products`(variant: String, D: Int) {
    var random = SplitMix64(seed: Self.seed)
    let world = RotationWorld(D, &random)
    let bound = 2 * world.error + world.error * world.error
    for _ in 0..<5 {
      let (x, y) = (random.unitVector(D), random.unitVector(D))
      let a = world.rotated(x, Self.kernels(named: variant)), b = world.rotated(y, Self.kernels(named: variant))
      #expect(abs(inner(a, a).squareRoot() - inner(x, x).squareRoot()) <= 1.001 * world.error, "seed \(Self.seed)")
      #expect(abs(inner(a, b) - inner(x, y)) <= 1.001 * bound, "seed \(Self.seed)")
    }
  }

  @Test(arguments: variants, [1, 2, 5, 40])
  func `the greatest scores are those that sorting puts first`(variant: String, k: Int) {
    var random = SplitMix64(seed: Self.seed)
    for count in [0, 1, 15, 16, 17, 100] {
      let scores = (0..<count).map { _ in Float(Int.random(in: 0..<30, using: &random)) }
      var places = [UInt32](repeating: .max, count: k)
      let found = Self.kernels(named: variant).greatest(scores, count, k, &places)
      let expected = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(k)
      #expect(places.prefix(found).map(Int.init) == Array(expected), "seed \(Self.seed), count \(count)")
    }
  }
}

/// A rotation's signs, and the same rotation by the definition of a Hadamard matrix in double precision.
struct RotationWorld {
  let D: Int
  let rounds: Int
  let length: Int
  let signs: [Float]

  init(_ D: Int, _ random: inout SplitMix64) {
    self.D = D
    rounds = freshet_rotation_rounds(D)
    length = 1 << (Int.bitWidth - 1 - D.leadingZeroBitCount)
    signs = (0..<rounds * D).map { _ in random.chance(50) ? 1 : -1 }
  }

  /// Of a vector of norm 1.
  var error: Double { Double(rounds * (length.trailingZeroBitCount + 2)) * 0x1p-24 }

  func rotated(_ x: [Float], _ kernels: freshet_similarity_kernels) -> [Float] {
    var x = x
    kernels.rotate(&x, signs, D)
    return x
  }

  func exactlyRotated(_ x: [Float]) -> [Double] {
    var x = x.map(Double.init)
    for round in 0..<rounds {
      for j in 0..<D { x[j] *= Double(signs[round * D + j]) }
      let first = round % 2 == 0 ? 0 : D - length
      x.replaceSubrange(first..<first + length, with: transformed(Array(x[first..<first + length])))
    }
    return x
  }

  private func transformed(_ part: [Double]) -> [Double] {
    part.indices.map { i in
      var sum = 0.0
      for j in part.indices { sum += (i & j).nonzeroBitCount % 2 == 0 ? part[j] : -part[j] }
      return sum / Double(length).squareRoot()
    }
  }
}
