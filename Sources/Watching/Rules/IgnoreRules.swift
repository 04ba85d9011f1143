internal import FreshetCorpus

/// The rules for one folder and everything below it: the ignore files from the root down to it, each with its own
/// folder.
///
/// The last pattern that matches wins. Files count from weak to strong: `.git/info/exclude`, then the outermost folder
/// first, `.gitignore` before `.freshetignore`. A scan doesn't enter an excluded folder, so no pattern can take back
/// anything below it. Git's folder and `.freshet` are excluded before any rule; a store's folder of another name is
/// among the strongest rules.
package struct IgnoreRules: Hashable, Sendable {
  private struct File: Hashable, Sendable {
    /// The length of the folder's path with the "/" behind it.
    let prefixLength: Int
    let patterns: [IgnorePattern]
  }

  /// The names of ignore files, the strongest last.
  static let fileNames: [StaticString] = [".gitignore", ".freshetignore"]

  /// Patterns relative to the root that are stronger than every file.
  private let strongest: [IgnorePattern]
  private var files: [File] = []

  package init() {
    self.init(strongest: [])
  }

  init(strongest: [IgnorePattern]) {
    self.strongest = strongest
  }

  /// Adds a file that is stronger than all earlier ones. `folder` is relative to the root, "" for the root itself.
  package mutating func add(_ text: [UInt8], in folder: String = "") {
    add(text, prefixLength: folder.isEmpty ? 0 : folder.utf8.count + 1)
  }

  mutating func add(_ text: [UInt8], prefixLength: Int) {
    let marker: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = text.starts(with: marker) ? text.dropFirst(marker.count) : text[...]
    let patterns = body.split(separator: UInt8(ascii: "\n")).compactMap { IgnorePattern(line: $0) }
    if !patterns.isEmpty { files.append(File(prefixLength: prefixLength, patterns: patterns)) }
  }

  /// Whether the rules exclude `path` itself. The result is right only if they exclude no folder above it, and all
  /// their files lie in folders above it.
  package func exclude(_ path: String, isFolder: Bool) -> Bool {
    let bytes = Array(path.utf8)
    let nameStart = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return exclude(bytes.span, nameStart: nameStart, isFolder: isFolder)
  }

  func exclude(_ path: Span<UInt8>, nameStart: Int, isFolder: Bool) -> Bool {
    let name = path.extracting(droppingFirst: nameStart)
    if Self.isReserved(name) { return true }
    if let verdict = strongest.verdict(on: path, name: name, isFolder: isFolder) { return verdict }
    for file in files.reversed() {
      let relative = path.extracting(droppingFirst: file.prefixLength)
      if let verdict = file.patterns.verdict(on: relative, name: name, isFolder: isFolder) { return verdict }
    }
    return false
  }

  private static func isReserved(_ name: Span<UInt8>) -> Bool {
    guard name.count > 0, name[0] == UInt8(ascii: ".") else { return false }
    return RelativePath.reservedNames.contains {
      name.count == $0.utf8.count && name.hasPrefix(Array($0.utf8))
    }
  }
}

extension [IgnorePattern] {
  /// Whether the last pattern that matches excludes the path; nil if none matches.
  func verdict(on path: Span<UInt8>, name: Span<UInt8>, isFolder: Bool) -> Bool? {
    for pattern in reversed() where pattern.matches(path, name: name, isFolder: isFolder) { return !pattern.isNegated }
    return nil
  }
}
