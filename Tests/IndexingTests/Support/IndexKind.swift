internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetSeededNumbers

/// An index under test. Searches that ask for no recall are exact, whatever the kind.
struct IndexKind: Sendable, CustomStringConvertible {
  let description: String
  let make: @Sendable (_ dimension: Int) -> any SimilarityIndex

  static let all = [
    IndexKind(description: "flat") { FlatIndex(dimension: $0) },
    IndexKind(description: "lsh") { LSHIndex(dimension: $0) },
  ]
}

/// The definition of search, slow and in double precision: score everything, sort everything.
enum NaiveScan {
  static func score(_ one: UnitVector, _ other: UnitVector) -> Double {
    zip(one.components, other.components).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// Where the scores are exact, as those of `ExactWorld` are.
  static func nearest(
    _ limit: Int, to query: UnitVector, among vectors: [ContentAddress: UnitVector]
  ) -> [Neighbour] {
    let scored = vectors.map { Neighbour(address: $0.key, score: Float(score($0.value, query))) }
    return Array(scored.sorted { ($1.score, $0.address) < ($0.score, $1.address) }.prefix(limit))
  }

  /// Twice the error of a float inner product of two vectors whose norm is 1 ± 1e-5, in whatever order it is summed:
  /// γ_d = d·u / (1 − d·u), u = 2⁻²⁴ (Higham 2002, section 3.1). Two scores of one pair differ by at most that.
  static func bound(_ dimension: Int) -> Double {
    let du = Double(dimension) * 0x1p-24
    return 2 * du / (1 - du) * 1.0001
  }
}

/// Addresses that sort as their numbers do.
func address(_ number: Int) -> ContentAddress {
  let digits = String(number, radix: 16)
  guard let fingerprint = Fingerprint(hex: String(repeating: "0", count: 64 - digits.count) + digits) else {
    preconditionFailure("\(digits) is no hexadecimal number")
  }
  return ContentAddress(fingerprint)
}

/// Vectors whose inner products are exact in float, however they are summed: as many components as fit are ±2⁻ᵏ, 4ᵏ of
/// them, the others zero. Scores tie often, and are multiples of 4⁻ᵏ.
enum ExactWorld {
  static func vector(_ dimension: Int, _ generator: inout SplitMix64) -> UnitVector {
    var (count, size) = (1, Float(1))
    while 4 * count <= dimension { (count, size) = (4 * count, size / 2) }
    var components = [Float](repeating: 0, count: dimension)
    let start = Int.random(in: 0...(dimension - count), using: &generator)
    for index in start..<start + count { components[index] = Bool.random(using: &generator) ? size : -size }
    return unit(components)
  }

  static func vectors(_ count: Int, _ dimension: Int, _ generator: inout SplitMix64) -> [ContentAddress: UnitVector] {
    Dictionary(uniqueKeysWithValues: (0..<count).map { (address($0), vector(dimension, &generator)) })
  }
}

/// Vectors in all directions.
enum RandomWorld {
  static func vector(_ dimension: Int, _ generator: inout SplitMix64) -> UnitVector {
    unit((0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) })
  }
}

private func unit(_ components: [Float]) -> UnitVector {
  guard let vector = UnitVector(normalizing: components) else {
    preconditionFailure("\(components) have no direction")
  }
  return vector
}

extension SimilarityIndex {
  /// Filled in an order that has nothing to do with the addresses.
  mutating func fill(_ vectors: [ContentAddress: UnitVector], _ generator: inout SplitMix64) {
    for (address, vector) in vectors.sorted(by: { $0.key < $1.key }).shuffled(using: &generator) {
      insert(vector, at: address)
    }
  }
}
