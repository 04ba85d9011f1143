/// A direction: float32 components whose Euclidean norm is 1 ± 1e-5.
public struct UnitVector: Hashable, Sendable {
  public static let normTolerance: Float = 1e-5

  public let components: [Float]

  /// Nil unless the components have the norm 1, within the tolerance; so never for NaN or infinity.
  public init?(_ components: [Float]) {
    let norm = Self.norm(components)
    guard abs(norm - 1) <= Double(Self.normTolerance) else { return nil }
    self.components = components
  }

  /// Scales `components` to the norm 1; nil for zero, NaN and infinity.
  public init?(normalizing components: [Float]) {
    let norm = Self.norm(components)
    guard norm > 0, norm.isFinite else { return nil }
    self.init(components.map { Float(Double($0) / norm) })
  }

  public var dimension: Int { components.count }

  /// Summed in Double, so that the rounding of long vectors can't leave the tolerance.
  private static func norm(_ components: [Float]) -> Double {
    components.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
