/// A path or a name that is compared byte by byte, as file systems do.
///
/// `String` treats two Unicode forms of one text as equal ("é" as one scalar or as two). A file system can contain both
/// names, and they are two documents. So sets, dictionaries, `==` and sort orders that identify files or documents use
/// this type instead of `String`.
package struct ExactPath: Sendable {
  package let string: String

  package init(_ string: String) {
    self.string = string
  }
}

extension ExactPath {
  package var isRoot: Bool { string.isEmpty }

  /// The path that this name has in `folder`. The path of the root folder is "".
  package func within(_ folder: ExactPath) -> ExactPath {
    folder.isRoot ? self : ExactPath(folder.string + "/" + string)
  }
}

extension ExactPath: Hashable {
  package static func == (one: ExactPath, other: ExactPath) -> Bool { one.string.isExactly(other.string) }

  package func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension ExactPath: Comparable {
  package static func < (one: ExactPath, other: ExactPath) -> Bool {
    one.string.utf8.lexicographicallyPrecedes(other.string.utf8)
  }
}

extension ExactPath: ExpressibleByStringLiteral {
  package init(stringLiteral string: String) { self.init(string) }
}

extension ExactPath: CustomStringConvertible {
  package var description: String { string }
}

/// Operations on the bytes of paths and names. `hasPrefix`, `split` and `==` of `String` compare characters, so they
/// don't find a "/" before a combining mark.
extension String {
  package func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  package var isAbsolutePath: Bool { utf8.first == UInt8(ascii: "/") }

  /// The components of the path, without empty ones.
  package var pathNames: [String] { utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) } }

  /// This path relative to `folder`: "" for the folder itself, nil for a path outside it.
  package func path(below folder: String) -> String? {
    if isExactly(folder) { return "" }
    let start = folder.utf8.last == UInt8(ascii: "/") ? folder.utf8.count : folder.utf8.count + 1
    guard utf8.count > start, utf8.starts(with: folder.utf8),
      utf8[utf8.index(utf8.startIndex, offsetBy: start - 1)] == UInt8(ascii: "/")
    else { return nil }
    return String(self[utf8.index(utf8.startIndex, offsetBy: start)...])
  }
}

extension Sequence<String> {
  /// Sorts strings by their bytes. Swift's own order treats two Unicode forms of one text as equal.
  package func sortedByBytes() -> [String] { sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
