internal import Foundation

/// A position in one store's history: what a reader has seen, or what a writer has been promised.
///
/// It names the store, the log sequence number, and a checksum over the whole history up to it, so that a token from another
/// store, or from a future that was rolled back, can be told by name. As text: `store.lsn.checksum`.
public struct SessionToken: Hashable, Sendable {
  public let store: String
  /// The number of the last change that it covers; 0 before the first.
  public let sequence: Int64
  /// The first 8 bytes of the history's chained SHA-256, in hex.
  public let history: String

  package init(store: String, sequence: Int64, history: String) {
    self.store = store
    self.sequence = sequence
    self.history = history
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  /// Nil for anything that isn't `store.lsn.checksum`.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, let sequence = Int64(parts[1]), "\(sequence)" == parts[1],
      sequence >= 0, parts[2].utf8.count == 16, parts[2].utf8.allSatisfy(Self.isHexDigit)
    else { return nil }
    self.init(store: String(parts[0]), sequence: sequence, history: String(parts[2]))
  }
}

extension SessionToken: CustomStringConvertible {
  public var description: String { "\(store).\(sequence).\(history)" }
}

extension SessionToken: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let token = SessionToken(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(text) is not a session token"))
    }
    self = token
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
