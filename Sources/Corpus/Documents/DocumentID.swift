/// A document's name: the name of its source, and its path in that source.
///
/// Names are compared byte by byte, as file systems do. So two Unicode forms of a name are two documents, although
/// `String` treats them as equal.
public struct DocumentID: Hashable, Sendable, Codable {
  /// The name of the default source of files, which a store without named sources has.
  public static let files = "files"
  /// The name of the source of documents that programs push.
  public static let pushed = "pushed"

  /// The name of the source that has the document.
  public let source: String
  /// The path relative to the source's folder, with components separated by "/" and without a leading "/".
  public let path: String

  /// Makes a document's name; `source` is ``files`` by default.
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
  /// The name as text: only the path for a document of ``files``, `source:path` for others. If a file's path contains a
  /// colon, the text includes the source, too, because a reader would take the part before the colon for a source.
  public var description: String {
    source == Self.files && !path.utf8.contains(UInt8(ascii: ":")) ? path : "\(source):\(path)"
  }
}
