/// A path as text, parted at its slashes without a look at the disk.
///
/// In place of Foundation's functions: those of `NSString` end the process for a name of one character.
package enum PathText {
  /// What stands before the last name: "" before a bare name, "/" before one in the root.
  package static func folder(of path: String) -> String {
    let trimmed = trimmed(path)
    guard let slash = trimmed.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    let folder = Self.trimmed(trimmed[..<slash])
    return folder.isEmpty ? "/" : text(folder)
  }

  /// The last name; "" of the root and of an empty path.
  package static func name(of path: String) -> String {
    let trimmed = trimmed(path)
    let start = trimmed.lastIndex(of: UInt8(ascii: "/")).map { trimmed.index(after: $0) } ?? trimmed.startIndex
    return text(trimmed[start...])
  }

  /// An absolute path without "." and empty parts, and without ".." as far as a part stands before it.
  package static func standardized(_ path: String) -> String {
    var parts: [Substring.UTF8View] = []
    for part in path.utf8.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
  }

  /// Without the slashes at its end.
  private static func trimmed(_ path: String) -> Substring.UTF8View { trimmed(Substring(path).utf8) }

  private static func trimmed(_ path: Substring.UTF8View) -> Substring.UTF8View {
    var path = path
    while path.last == UInt8(ascii: "/") { path.removeLast() }
    return path
  }

  private static func text(_ bytes: Substring.UTF8View) -> String { String(Substring(bytes)) }
}
