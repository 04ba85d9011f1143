/// A document's name: the source that it comes from, and its path there.
public struct DocumentID: Hashable, Sendable, Codable {
  /// The name of the source of watched files; a store has one such directory.
  public static let files = "files"
  /// The name of the source of documents that programs push.
  public static let pushed = "pushed"

  public let source: String
  /// Relative to the source, parts joined with "/", without a leading "/".
  public let path: String

  public init(source: String = DocumentID.files, path: String) {
    self.source = source
    self.path = path
  }
}

extension DocumentID: Comparable {
  public static func < (one: DocumentID, other: DocumentID) -> Bool {
    (one.source, one.path) < (other.source, other.path)
  }
}

extension DocumentID: CustomStringConvertible {
  /// The bare path for a file, `source:path` for anything else.
  public var description: String {
    source == Self.files ? path : "\(source):\(path)"
  }
}
