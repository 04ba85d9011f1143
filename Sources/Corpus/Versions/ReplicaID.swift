/// The identity of a replica: a store that accepts writes. Version vectors have one entry for each replica, not for
/// each client that writes.
public struct ReplicaID: Hashable, Comparable, Sendable, Codable {
  /// The replica's random name. It changes only if the store turns out to be a copy of another one.
  public let name: String

  package init(_ name: String) {
    self.name = name
  }

  public init(from decoder: any Decoder) throws {
    name = try decoder.singleValueContainer().decode(String.self)
    guard isPossible else { throw DecodingError.impossible("invalid name of a replica", at: decoder) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  /// Whether the name is valid: 1 to 64 letters, digits, hyphens and underscores. A colon or a space in a name could
  /// make two dots (names of writes) look the same.
  package var isPossible: Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  public static func < (one: ReplicaID, other: ReplicaID) -> Bool { one.name < other.name }
}
