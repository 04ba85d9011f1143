internal import Foundation

/// One or several positions in a store's history: those that a reader has seen, or the one that a write has reached. A
/// read for the token sees at least these positions.
///
/// A position is a number in the store's change log and a checksum over the whole history up to it. So a store
/// recognizes a token of another store, or of changes that were rolled back. As text, a token is
/// `store.number.checksum`, followed by `.number.checksum` for each further position of a merged token.
public struct SessionToken: Hashable, Sendable {
  /// A position in a store's history: a number in its change log, and a checksum of the history up to that change.
  public struct Position: Hashable, Sendable {
    /// The number of the last change that the position covers; 0 before the first change.
    public let sequence: Int64
    /// The first 8 bytes of the history's chained SHA-256, in hex.
    public let history: String
  }

  /// The identity of the store that made the token.
  public let store: String
  /// The distinct positions, newest first; never empty.
  public let positions: [Position]

  /// The number of the newest position in the change log.
  public var sequence: Int64 { positions[0].sequence }
  /// The checksum of the store's history up to the newest position.
  public var history: String { positions[0].history }

  package init(store: String, sequence: Int64, history: String) {
    self.init(store: store, positions: [Position(sequence: sequence, history: history)])
  }

  private init(store: String, positions: [Position]) {
    self.store = store
    self.positions = Set(positions).sorted {
      $0.sequence != $1.sequence ? $0.sequence > $1.sequence : $0.history < $1.history
    }
  }

  /// A token with the positions of both tokens; nil if the tokens are of different stores.
  ///
  /// The result keeps every position, because the newest alone couldn't reveal that the store has lost a change that an
  /// older position includes.
  public func merging(_ other: SessionToken) -> SessionToken? {
    store == other.store ? SessionToken(store: store, positions: positions + other.positions) : nil
  }

  /// Parses the text `store.number.checksum`, perhaps followed by further positions `.number.checksum`; nil for any
  /// other text.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.count % 2 == 1, !parts[0].isEmpty else { return nil }
    var positions: [Position] = []
    for index in stride(from: 1, to: parts.count, by: 2) {
      guard let sequence = Int64(parts[index]), "\(sequence)" == parts[index],
        Bounds.sequences.contains(sequence),
        parts[index + 1].utf8.count == 16, parts[index + 1].utf8.allSatisfy(Self.isHexDigit)
      else { return nil }
      positions.append(Position(sequence: sequence, history: String(parts[index + 1])))
    }
    self.init(store: String(parts[0]), positions: positions)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

extension SessionToken: CustomStringConvertible {
  public var description: String {
    store + positions.map { ".\($0.sequence).\($0.history)" }.joined()
  }
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
