/// The unique name of a write: the replica that accepted the write, and the write's number among those of this replica.
///
/// A replica numbers its writes over all documents. So it never uses a dot twice, even after it has deleted the record
/// of a document.
public struct Dot: Hashable, Sendable {
  /// The replica that accepted the write.
  public let replica: ReplicaID
  /// The number of the write, from 1.
  public let write: UInt64

  package init(replica: ReplicaID, write: UInt64) {
    self.replica = replica
    self.write = write
  }
}

extension Dot: Comparable {
  public static func < (one: Dot, other: Dot) -> Bool {
    one.replica == other.replica ? one.write < other.write : one.replica < other.replica
  }
}

extension Dot: CustomStringConvertible {
  /// The dot as text: `replica:write`.
  public var description: String { "\(replica.name):\(write)" }
}

extension Dot: Codable {
  /// Parses the text `replica:write`; nil for any other text, and for an invalid name or number.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let write = UInt64(text[text.index(after: colon)...]), write > 0, write <= Bounds.sequences.upperBound
    else { return nil }
    let replica = ReplicaID(String(text[..<colon]))
    guard replica.isPossible else { return nil }
    self.init(replica: replica, write: write)
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let dot = Dot(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(text) doesn't name a write as replica:number"))
    }
    self = dot
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
