/// Splits a path into its components as text, without file system access.
///
/// Replaces the path methods of Foundation's `NSString`, which crash the process for some one-character names.
package enum PathText {
  /// The path of the parent folder: "" for a name without a slash, "/" for a name in the root folder.
  package static func folder(of path: String) -> String {
    let trimmed = trimmed(path)
    guard let slash = trimmed.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    let folder = Self.trimmed(trimmed[..<slash])
    return folder.isEmpty ? "/" : text(folder)
  }

  /// The last component of the path; "" for the root folder and for an empty path.
  package static func name(of path: String) -> String {
    let trimmed = trimmed(path)
    let start = trimmed.lastIndex(of: UInt8(ascii: "/")).map { trimmed.index(after: $0) } ?? trimmed.startIndex
    return text(trimmed[start...])
  }

  /// The path with a leading slash and without "." and empty components. Each ".." is removed together with the
  /// component before it.
  package static func standardized(_ path: String) -> String {
    var parts: [Substring.UTF8View] = []
    for part in path.utf8.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
  }

  /// The path without trailing slashes.
  private static func trimmed(_ path: String) -> Substring.UTF8View { trimmed(Substring(path).utf8) }

  private static func trimmed(_ path: Substring.UTF8View) -> Substring.UTF8View {
    var path = path
    while path.last == UInt8(ascii: "/") { path.removeLast() }
    return path
  }

  private static func text(_ bytes: Substring.UTF8View) -> String { String(Substring(bytes)) }
}
