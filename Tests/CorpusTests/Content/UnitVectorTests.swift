internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct UnitVectorTests {
  @Test(arguments: [[1], [-1], [0, 1], [0.6, 0.8], [0.5, -0.5, 0.5, -0.5], [Float](repeating: 0.0625, count: 256)])
  func `what has the norm 1 is taken as it is`(_ components: [Float]) {
    #expect(UnitVector(components)?.components == components)
    #expect(UnitVector(components)?.dimension == components.count)
  }

  /// The norm of one component is its size. Float's steps are 2⁻²³ above 1 and 2⁻²⁴ below it; 1e-5 is 83.9 and 167.8 of them.
  @Test func `the norm may be off by the tolerance and not by one step more`() {
    let above = Float(1).ulp
    let below = above / 2
    #expect(UnitVector([1 + 83 * above]) != nil)
    #expect(UnitVector([1 + 84 * above]) == nil)
    #expect(UnitVector([1 - 167 * below]) != nil)
    #expect(UnitVector([1 - 168 * below]) == nil)
    #expect(UnitVector([-1 - 84 * above]) == nil)
  }

  @Test(arguments: [
    [], [0], [0, 0, 0], [0.5], [2], [0.6, 0.7], [.nan], [1, .nan], [.infinity], [1, -.infinity],
    [.infinity, .nan],
  ])
  func `what has another norm, or none, is refused`(_ components: [Float]) {
    #expect(UnitVector(components) == nil)
  }

  @Test(arguments: [
    [], [0], [0, -0.0], [.nan], [1, .nan], [.infinity], [1, -.infinity],
  ])
  func `what has no direction can't be normalised`(_ components: [Float]) {
    #expect(UnitVector(normalizing: components) == nil)
  }

  /// Powers of two scale exactly, so the direction (0.6, -0.8) must come back to the bit.
  @Test func `the hugest and the tiniest vectors keep their direction`() {
    let plain = UnitVector(normalizing: [3, -4])
    #expect(plain?.components == [0.6, -0.8])
    for exponent in [-140, -100, -1, 1, 100, 125] {
      let scale = Float(sign: .plus, exponent: exponent, significand: 1)
      #expect(UnitVector(normalizing: [3 * scale, -4 * scale]) == plain, "2^\(exponent)")
    }
    let huge = Float.greatestFiniteMagnitude
    #expect(UnitVector(normalizing: [huge, -huge, huge, huge])?.components == [0.5, -0.5, 0.5, 0.5])
    #expect(UnitVector(normalizing: [0, .leastNonzeroMagnitude])?.components == [0, 1])
    #expect(UnitVector(normalizing: [huge, .leastNonzeroMagnitude])?.components == [1, 0])
  }

  @Test func `any direction can be normalised, however long`() throws {
    for seed in UInt64(1)...100 {
      var generator = SplitMix64(seed: seed)
      let dimension = generator.pick([1, 2, 3, 384, 4096, 65_535])
      let scale = generator.pick([1e-30, 1e-3, 1, 1e30] as [Float])
      let components = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) * scale }
      let vector = try #require(UnitVector(normalizing: components), "seed \(seed)")
      let norm = components.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      let worst = zip(vector.components, components).map { abs(Double($0) - Double($1) / norm) }.max() ?? 0
      // Each component is rounded once, to 24 bits.
      #expect(worst <= Double(Float.ulpOfOne) / 2, "seed \(seed)")
    }
  }
}
