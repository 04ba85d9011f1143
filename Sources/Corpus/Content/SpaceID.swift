/// The identity of an embedding space: a hash of everything that determines which vector a text gets.
public struct SpaceID: Hashable, Comparable, Sendable, Codable {
  /// The hash of the embedding space's fields.
  public let fingerprint: Fingerprint

  package init(_ fingerprint: Fingerprint) {
    self.fingerprint = fingerprint
  }

  public init(from decoder: any Decoder) throws {
    self.init(try Fingerprint(from: decoder))
  }

  public func encode(to encoder: any Encoder) throws {
    try fingerprint.encode(to: encoder)
  }

  public static func < (one: SpaceID, other: SpaceID) -> Bool {
    one.fingerprint < other.fingerprint
  }
}

extension SpaceID: CustomStringConvertible {
  public var description: String { fingerprint.hex }
}
