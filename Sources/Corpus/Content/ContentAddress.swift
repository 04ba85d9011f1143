/// The identity of a passage's text: the SHA-256 of the normalized text.
///
/// Passages with equal texts have the same address and share one vector, for example if ten files contain them, or if a
/// file is moved or restored.
public struct ContentAddress: Hashable, Comparable, Sendable, Codable {
  /// The SHA-256 of the normalized text.
  public let fingerprint: Fingerprint

  /// Wraps the hash of a text.
  public init(_ fingerprint: Fingerprint) {
    self.fingerprint = fingerprint
  }

  package init(hashing text: NormalizedText) {
    self.init(Fingerprint(hashing: text.string))
  }

  public init(from decoder: any Decoder) throws {
    self.init(try Fingerprint(from: decoder))
  }

  public func encode(to encoder: any Encoder) throws {
    try fingerprint.encode(to: encoder)
  }

  public static func < (one: ContentAddress, other: ContentAddress) -> Bool {
    one.fingerprint < other.fingerprint
  }
}

extension ContentAddress: CustomStringConvertible {
  public var description: String { fingerprint.hex }
}
