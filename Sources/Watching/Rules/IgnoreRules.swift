internal import FreshetCorpus

/// The ignore rules that apply in one folder and below it: the patterns of all ignore files from the root down to that
/// folder.
///
/// The last matching pattern decides. The order is `.git/info/exclude`, then the folders from the outermost to the
/// innermost, in each `.gitignore` before `.freshetignore`, and finally the source's own `exclude` patterns. A scan
/// doesn't enter an excluded folder, so no pattern can re-include a file below it. `.git` and `.freshet` are always
/// excluded; a store's folder with another name is excluded by one of the final patterns.
package struct IgnoreRules: Hashable, Sendable {
  private struct File: Hashable, Sendable {
    /// The length in bytes of the path of the folder that contains the ignore file, including a "/" at the end.
    let prefixLength: Int
    let patterns: [IgnorePattern]
  }

  /// The names of ignore files. In one folder, the patterns of a file take precedence over those of the files before it
  /// in this list.
  static let fileNames: [StaticString] = [".gitignore", ".freshetignore"]

  /// Patterns relative to the root that take precedence over all ignore files.
  private let strongest: [IgnorePattern]
  private var files: [File] = []

  package init() {
    self.init(strongest: [])
  }

  init(strongest: [IgnorePattern]) {
    self.strongest = strongest
  }

  /// Adds an ignore file, which takes precedence over those added before.
  ///
  /// - Parameters:
  ///   - text: the content of the ignore file.
  ///   - folder: the folder of the file relative to the root; "" for the root itself.
  package mutating func add(_ text: [UInt8], in folder: String = "") {
    add(text, prefixLength: folder.isEmpty ? 0 : folder.utf8.count + 1)
  }

  mutating func add(_ text: [UInt8], prefixLength: Int) {
    let marker: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = text.starts(with: marker) ? text.dropFirst(marker.count) : text[...]
    let patterns = body.split(separator: UInt8(ascii: "\n")).compactMap { IgnorePattern(line: $0) }
    if !patterns.isEmpty { files.append(File(prefixLength: prefixLength, patterns: patterns)) }
  }

  /// Returns whether the rules exclude `path` itself.
  ///
  /// - Precondition: the rules exclude no folder above `path`, and all their files lie in folders above `path`.
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
  /// Returns whether the last matching pattern excludes the path; nil if none matches.
  func verdict(on path: Span<UInt8>, name: Span<UInt8>, isFolder: Bool) -> Bool? {
    for pattern in reversed() where pattern.matches(path, name: name, isFolder: isFolder) { return !pattern.isNegated }
    return nil
  }
}
