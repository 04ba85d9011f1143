/// How large the passages of a source's documents are, in tokens of the embedder.
///
/// Small passages are found more precisely, large ones say more. Most passages end soon after the target; none is
/// larger than the maximum, which must not exceed the embedder's limit.
public struct PassageSizes: Hashable, Sendable {
  /// The size after which a passage ends at the next suitable place.
  public let target: Int
  /// The maximum size.
  public let maximum: Int

  /// The sizes that can be set: from 16 to 65,536 tokens.
  public static let allowed = 16...65_536

  /// Nil unless both sizes are ``allowed`` and the target is at most the maximum.
  ///
  /// - Parameters:
  ///   - target: the size after which a passage ends at the next suitable place.
  ///   - maximum: the maximum size.
  public init?(target: Int, maximum: Int) {
    guard Self.allowed.contains(target), Self.allowed.contains(maximum), target <= maximum else { return nil }
    (self.target, self.maximum) = (target, maximum)
  }
}
