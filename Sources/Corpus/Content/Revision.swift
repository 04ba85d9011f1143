/// The identity of one state of a document: the SHA-256 of its bytes, exactly as the source contains them.
public struct Revision: Hashable, Sendable, Codable {
  /// The SHA-256 of the document's bytes.
  public let fingerprint: Fingerprint

  package init(_ fingerprint: Fingerprint) {
    self.fingerprint = fingerprint
  }

  package init(hashing bytes: [UInt8]) {
    self.init(bytes.withUnsafeBytes { Fingerprint(hashing: $0) })
  }

  public init(from decoder: any Decoder) throws {
    self.init(try Fingerprint(from: decoder))
  }

  public func encode(to encoder: any Encoder) throws {
    try fingerprint.encode(to: encoder)
  }
}

extension Revision: CustomStringConvertible {
  public var description: String { fingerprint.hex }
}
