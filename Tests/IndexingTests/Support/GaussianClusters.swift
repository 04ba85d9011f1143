internal import FreshetCorpus
internal import Foundation
internal import FreshetSeededNumbers

/// Directions about centres, as embeddings of texts on some subjects lie: a mixture of normal distributions, on the sphere.
struct GaussianClusters {
  let dimension: Int
  private(set) var centres: [UnitVector]
  /// How far a vector lies from its centre, before it is normalised.
  private let spread: Float

  init(_ count: Int, _ dimension: Int, spread: Float, _ generator: inout SplitMix64) {
    self.dimension = dimension
    self.spread = spread
    centres = (0..<count).map { _ in generator.direction(dimension) }
  }

  func vector(_ generator: inout SplitMix64) -> UnitVector {
    generator.pick(centres).blurred(by: spread, &generator)
  }

  func vector(of cluster: Int, _ generator: inout SplitMix64) -> UnitVector {
    centres[cluster].blurred(by: spread, &generator)
  }

  func vectors(_ count: Int, _ generator: inout SplitMix64) -> [UnitVector] {
    (0..<count).map { _ in vector(&generator) }
  }

  mutating func drift(by distance: Float, _ generator: inout SplitMix64) {
    for index in centres.indices { centres[index] = centres[index].blurred(by: distance, &generator) }
  }
}

/// Directions about centres whose components are all ±1/8, in 64 dimensions: rotated they are multiples of 1/512, so sums of
/// thousands are exact in float, in whatever order.
struct ExactClusters {
  private let centres: [[Float]]

  init(_ count: Int, _ generator: inout SplitMix64) {
    centres = (0..<count).map { _ in (0..<64).map { _ in Bool.random(using: &generator) ? 0.125 : -0.125 } }
  }

  func vector(_ generator: inout SplitMix64) -> UnitVector {
    let centre = generator.pick(centres)
    return direction(centre.map { generator.chance(12) ? -$0 : $0 })
  }
}

extension SplitMix64 {
  /// Box and Muller, Annals of Mathematical Statistics 29, 1958.
  mutating func gaussian() -> Float {
    let (one, other) = (Float.random(in: 0x1p-24...1, using: &self), Float.random(in: 0...1, using: &self))
    return (-2 * log(one)).squareRoot() * cos(2 * .pi * other)
  }

  mutating func direction(_ dimension: Int) -> UnitVector {
    IndexingTests.direction((0..<dimension).map { _ in gaussian() })
  }
}

extension UnitVector {
  func blurred(by spread: Float, _ generator: inout SplitMix64) -> UnitVector {
    let size = spread / Float(dimension).squareRoot()
    return direction(components.map { $0 + size * generator.gaussian() })
  }
}

func direction(_ components: [Float]) -> UnitVector {
  guard let vector = UnitVector(normalizing: components) else {
    preconditionFailure("\(components) have no direction")
  }
  return vector
}
