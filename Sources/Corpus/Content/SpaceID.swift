/// The hashed identity of an embedding space.
public struct SpaceID: Hashable, Comparable, Sendable, Codable {
  /// The hash of everything that decides a vector.
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
