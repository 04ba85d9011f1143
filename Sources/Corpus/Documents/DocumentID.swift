/// A document's name: the source that it comes from, and its path there.
///
/// Compared byte by byte, as file systems do: two Unicode forms of a name are two documents, though `String` holds them equal.
public struct DocumentID: Hashable, Sendable, Codable {
  /// The name of the source of watched files; a store has one such directory.
  public static let files = "files"
  /// The name of the source of documents that programs push.
  public static let pushed = "pushed"

  /// The name of the source that has the document.
  public let source: String
  /// Relative to the source, parts joined with "/", without a leading "/".
  public let path: String

  /// Names a document of a source; by default one of the files of a store without named sources.
  public init(source: String = DocumentID.files, path: String) {
    self.source = source
    self.path = path
  }
}

extension DocumentID {
  public static func == (one: DocumentID, other: DocumentID) -> Bool {
    one.path.utf8.elementsEqual(other.path.utf8) && one.source.utf8.elementsEqual(other.source.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    var path = path
    path.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(source.utf8.count)
  }
}

extension DocumentID: Comparable {
  public static func < (one: DocumentID, other: DocumentID) -> Bool {
    if !one.source.utf8.elementsEqual(other.source.utf8) {
      return one.source.utf8.lexicographicallyPrecedes(other.source.utf8)
    }
    return one.path.utf8.lexicographicallyPrecedes(other.path.utf8)
  }
}

extension DocumentID: CustomStringConvertible {
  /// The bare path for a file, `source:path` for anything else, and for a path with a colon, of which the part before
  /// the colon would be taken for the source.
  public var description: String {
    source == Self.files && !path.utf8.contains(UInt8(ascii: ":")) ? path : "\(source):\(path)"
  }
}
