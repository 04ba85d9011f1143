import FreshetKernels
internal import FreshetSeededNumbers
import Testing

/// Every variant that this machine can run against the portable one, within the bounds that encoder_kernels.h states.
@Suite struct EncoderKernelTests {
  typealias Kernels = freshet_encoder_kernels

  static let variants = (0..<freshet_encoder_variant_count()).map { String(cString: kernels($0).name) }
  static let reference = kernels(freshet_encoder_variant_count() - 1)
  static let seed: UInt64 = 20_240_611

  static func kernels(_ index: Int) -> Kernels { freshet_encoder_variant(index).pointee }

  static func kernels(named name: String) -> Kernels {
    kernels(variants.firstIndex(of: name)!)  // the names come from `variants`
  }

  @Test func `the last variant is the portable one`() {
    #expect(Self.variants.last == "portable")
    #expect(Set(Self.variants).count == Self.variants.count)
  }

  @Test(arguments: variants, [(1, 16), (3, 384), (7, 1536)])
  func `bias and GELU`(variant: String, shape: (rows: Int, columns: Int)) {
    var random = SplitMix64(seed: Self.seed)
    let bias = random.floats(shape.columns, in: -2...2)
    let input = random.floats(shape.rows * shape.columns, in: -8...8)
    var (found, expected) = (input, input)
    Self.kernels(named: variant).bias_gelu(&found, bias, shape.rows, shape.columns)
    Self.reference.bias_gelu(&expected, bias, shape.rows, shape.columns)
    for index in input.indices {
      let v = abs(input[index] + bias[index % shape.columns])
      #expect(abs(found[index] - expected[index]) <= 4e-7 * max(1, v), "seed \(Self.seed), index \(index)")
    }
  }

  @Test(arguments: variants)
  func `GELU of zeros, tiny and huge numbers`(variant: String) {
    let input: [Float] = [
      0, -0.0, 1e-30, -1e-30, 1e-6, -1e-6, 5, -5, 10, -10, 100, -100, 1e4, -1e4, 3e38, -3e38,
    ]
    var (found, expected) = (input, input)
    let bias = [Float](repeating: 0, count: input.count)
    Self.kernels(named: variant).bias_gelu(&found, bias, 1, input.count)
    Self.reference.bias_gelu(&expected, bias, 1, input.count)
    for (found, (expected, v)) in zip(found, zip(expected, input)) {
      #expect(abs(found - expected) <= 4e-7 * max(1, abs(v)), "gelu(\(v))")
    }
  }

  @Test(arguments: variants, [(1, 16), (5, 384), (2, 1536)])
  func `bias, residual and layer norm`(variant: String, shape: (rows: Int, columns: Int)) {
    var random = SplitMix64(seed: Self.seed)
    let bias = random.floats(shape.columns, in: -1...1)
    let gain = random.floats(shape.columns, in: 0...2)
    let shift = random.floats(shape.columns, in: -1...1)
    let residual = random.floats(shape.rows * shape.columns, in: -4...4)
    var found = random.floats(shape.rows * shape.columns, in: -4...4)
    var expected = found
    Self.kernels(named: variant)
      .bias_residual_norm(&found, bias, residual, gain, shift, shape.rows, shape.columns, 1e-12)
    Self.reference
      .bias_residual_norm(&expected, bias, residual, gain, shift, shape.rows, shape.columns, 1e-12)
    // columns · u · max|s| / √(var s) · gain, with |s| ≤ 9, a variance above 9 and a gain of at most 2.
    let bound = Float(shape.columns) * 0x1p-24 * 3 * 2
    #expect(greatestDifference(found, expected) <= bound, "seed \(Self.seed)")
  }

  @Test(arguments: variants, [1, 2, 7, 8, 9, 15, 16, 17, 33, 128, 255, 256, 512])
  func attention(variant: String, tokens: Int) {
    var random = SplitMix64(seed: Self.seed)
    let heads = 3
    let bias = random.floats(96 * heads, in: -1...1)
    let projections = random.floats(tokens * 96 * heads, in: -3...3)
    var scratch = [Float](repeating: .nan, count: freshet_attention_scratch(tokens))
    var found = [Float](repeating: .nan, count: tokens * 32 * heads)
    var expected = found
    Self.kernels(named: variant).attention(projections, bias, &found, tokens, heads, &scratch)
    Self.reference.attention(projections, bias, &expected, tokens, heads, &scratch)
    #expect(greatestDifference(found, expected) <= 1e-5 * 4, "seed \(Self.seed)")  // |V| ≤ 4
    #expect(!found.contains { !$0.isFinite }, "seed \(Self.seed)")
  }

  @Test(arguments: variants)
  func `attention to one far greater score is that value alone`(variant: String) {
    let (tokens, heads) = (20, 1)
    var projections = [Float](repeating: 0, count: tokens * 96)
    for token in 0..<tokens {
      projections[token * 96] = 100  // every query looks along the first axis
      projections[token * 96 + 32] = token == 13 ? 100 : -100
      projections[token * 96 + 64] = Float(token)
    }
    var scratch = [Float](repeating: .nan, count: freshet_attention_scratch(tokens))
    var found = [Float](repeating: .nan, count: tokens * 32)
    Self.kernels(named: variant)
      .attention(projections, [Float](repeating: 0, count: 96), &found, tokens, heads, &scratch)
    #expect(found == (0..<tokens * 32).map { $0 % 32 == 0 ? 13 : 0 })
  }

  @Test(arguments: variants, [(1, 16), (2, 384), (256, 384)])
  func `mean of rows`(variant: String, shape: (rows: Int, columns: Int)) {
    var random = SplitMix64(seed: Self.seed)
    let input = random.floats(shape.rows * shape.columns, in: -1...1)
    var found = [Float](repeating: .nan, count: shape.columns)
    var expected = found
    Self.kernels(named: variant).mean_rows(input, &found, shape.rows, shape.columns)
    Self.reference.mean_rows(input, &expected, shape.rows, shape.columns)
    #expect(greatestDifference(found, expected) <= Float(shape.rows) * 0x1p-24, "seed \(Self.seed)")
  }
}
