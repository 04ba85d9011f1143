internal import Foundation
internal import FreshetSeededNumbers
import Testing
@testable internal import FreshetIndexing

/// The mathematics of the estimate of recall, against its definitions.
@Suite struct RecallModelTests {
  @Test func `rates never rise with the distance, and are the isotonic regression of the counts up to a factor`() {
    for seed in UInt64(1)...300 {
      var generator = SplitMix64(seed: seed)
      let (exposure, found) = Self.counts(&generator)
      let rates = RateTally.neverRising(found, exposure)
      #expect(zip(rates, rates.dropFirst()).filter { $0 < $1 }.isEmpty, "seed \(seed)")
      let expected = Self.regression(exposure, found)
      let greatest = expected.compactMap(\.self).max() ?? 1
      let wrong = rates.indices.filter { bin in
        // Where no neighbour was found the rate is a convention; elsewhere a quotient is rounded to float.
        expected[bin].map { $0 > 0 && abs(Double(rates[bin]) - $0 / greatest) > 0x1p-23 } ?? false
      }
      #expect(wrong == [], "seed \(seed)")
    }
  }

  /// Some bins with a few counts each, the nearest and many others without any; but a neighbour somewhere.
  private static func counts(_ generator: inout SplitMix64) -> (exposure: [Double], found: [Double]) {
    var exposure = [Double](repeating: 0, count: RecallModel.bins)
    var found = exposure
    let bins = Int.random(in: 0..<20, using: &generator)..<Int.random(in: 21..<60, using: &generator)
    for bin in bins where generator.chance(60) {
      exposure[bin] = Double(Int.random(in: 1...40, using: &generator))
      found[bin] = Double(Int.random(in: 0...Int(exposure[bin]), using: &generator))
      if generator.chance(50) { found[bin] = 0 }
    }
    exposure[bins.lowerBound] += 1
    found[bins.lowerBound] += 1
    return (exposure, found)
  }

  /// The least over starts of the greatest over ends of the mean (Barlow, Bartholomew, Bremner and Brunk, "Statistical
  /// Inference under Order Restrictions", 1972, 1.4); nil for bins without entries.
  private static func regression(_ exposure: [Double], _ found: [Double]) -> [Double?] {
    let known = exposure.indices.filter { exposure[$0] > 0 }
    var result = [Double?](repeating: nil, count: exposure.count)
    for place in known.indices {
      result[known[place]] = (0...place).map { start in
        (place..<known.count).map { end in
          let bins = known[start...end]
          return bins.reduce(0) { $0 + found[$1] } / bins.reduce(0) { $0 + exposure[$1] }
        }.max() ?? 0
      }.min()
    }
    return result
  }

  @Test func `so many misses are allowed as leave nineteen of twenty within the target`() {
    for limit in [1, 5, 10, 20, 50, 100, 400, 1_000] {
      for target in [0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0] {
        let misses = Int((Double(limit) * (1 - target) + 1e-9).rounded(.down))
        let mean = RecallModel.missesAllowed(limit, target)
        // Halved 24 times from misses + 1; above 500 a normal tail, which skewness shifts by (z² − 1) φ(z) / (6 √λ).
        let step = Double(misses + 1) * 0x1p-23
        let skew = mean > 500 ? 0.0014 : 1e-9
        #expect(Self.poisson(atMost: misses, mean: max(0, mean - step)) >= 0.95 - skew, "\(limit), \(target)")
        #expect(Self.poisson(atMost: misses, mean: mean + step) <= 0.95 + skew, "\(limit), \(target)")
      }
    }
  }

  private static func poisson(atMost count: Int, mean: Double) -> Double {
    if mean == 0 { return 1 }
    return (0...count).reduce(0) { $0 + exp(Double($1) * log(mean) - mean - lgamma(Double($1) + 1)) }
  }

  @Test func `deviations are those of the normal distribution, within the bound of the formula`() {
    for step in 1..<2_000 {
      let share = 0.49 * pow(0.99, Double(step))
      let deviations = NormalTail.deviations(beyond: share)
      func tail(_ deviations: Double) -> Double { 0.5 * erfc(deviations / 2.0.squareRoot()) }
      #expect(tail(deviations + 4.5e-4) < share && share < tail(deviations - 4.5e-4), "\(share)")
    }
  }

  @Test func `the bin of each bin's middle is itself, and what lies beyond belongs to the outermost`() {
    #expect((0..<RecallModel.bins).map { RecallModel.bin(RecallModel.middle($0)) } == Array(0..<RecallModel.bins))
    #expect([-1e9, 1e9].map { RecallModel.bin($0) } == [0, RecallModel.bins - 1])
  }

  @Test func `cells yield least where as many neighbours were found in better ones`() {
    var model = RecallModel()
    #expect(model.leastYield(meeting: 0.5) == nil)
    model.learn(yields: [0.1, 0.4])
    model.learn(yields: [0.2, 0.3])
    #expect([0, 0.24, 0.25, 0.5, 0.99, 1].map { model.leastYield(meeting: $0) } == [0.4, 0.4, 0.3, 0.2, 0.1, 0.1])
  }
}
