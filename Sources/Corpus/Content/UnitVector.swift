/// A vector of 32-bit floats whose Euclidean norm is 1 ± 1e-5.
public struct UnitVector: Hashable, Sendable {
  /// How far a vector's norm may differ from 1.
  public static let normTolerance: Float = 1e-5

  /// The components, whose squares add up to 1 within ``normTolerance``.
  public let components: [Float]

  /// Makes a vector; nil unless its norm is 1 within ``normTolerance``, so always nil for NaN or infinity.
  public init?(_ components: [Float]) {
    guard components.withUnsafeBytes(Self.isUnit) else { return nil }
    self.components = components
  }

  /// Scales `components` to the norm 1; nil if all are zero, or if one is NaN or infinite.
  public init?(normalizing components: [Float]) {
    let norm = Self.norm(components)
    guard norm > 0, norm.isFinite else { return nil }
    self.init(components.map { Float(Double($0) / norm) })
  }

  /// Whether `bytes` are 32-bit floats whose norm is 1 within ``normTolerance``.
  package static func isUnit(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count % 4 == 0 else { return false }
    var squares = SIMD4<Double>()
    let count = bytes.count / 4
    for index in stride(from: 0, to: count & ~3, by: 4) {
      let four = SIMD4<Double>(bytes.loadUnaligned(fromByteOffset: 4 * index, as: SIMD4<Float>.self))
      squares += four * four
    }
    var sum = squares.sum()
    for index in (count & ~3)..<count {
      let component = Double(bytes.loadUnaligned(fromByteOffset: 4 * index, as: Float.self))
      sum += component * component
    }
    return abs(sum.squareRoot() - 1) <= Double(normTolerance)
  }

  /// The number of components.
  public var dimension: Int { components.count }

  /// The Euclidean norm, summed in Double, so that rounding errors of long vectors don't exceed the tolerance.
  private static func norm(_ components: [Float]) -> Double {
    components.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
