internal import FreshetCorpus
internal import FreshetFiles

/// A path relative to the root, as a list of names. It contains no "..", and is never absolute. An empty list means the
/// root itself.
struct RelativePath: Sendable {
  /// The names of folders that never contain documents, at any depth: `.git` and Freshet's own folder.
  static let reservedNames = [".git", StoreNames.folder]

  let names: [String]

  /// Parses a path, and drops empty components and ".": "./docs/" becomes "docs".
  ///
  /// - Throws: `WatchingError.notBelowRoot` for a path that is absolute, or contains ".." or a NUL.
  init(_ path: String) throws(WatchingError) {
    let names = path.pathNames.filter { !$0.isExactly(".") }
    let climbs = names.contains { $0.isExactly("..") }
    guard path.utf8.first != UInt8(ascii: "/"), !climbs, !path.utf8.contains(0) else { throw .notBelowRoot(path) }
    self.names = names
  }

  init(names: [String]) {
    self.names = names
  }

  var text: String { names.joined(separator: "/") }

  var isReserved: Bool { names.contains(where: Self.isReserved) }

  /// Returns whether the path lies in a reserved folder, or in the store's folder.
  func isReserved(besides storeFolder: String?) -> Bool {
    if isReserved { return true }
    guard let storeFolder else { return false }
    return text.path(below: storeFolder) != nil
  }

  static func isReserved(_ name: String) -> Bool { reservedNames.contains { $0.isExactly(name) } }
}

extension RelativePath: Hashable {
  static func == (one: RelativePath, other: RelativePath) -> Bool {
    one.names.count == other.names.count && zip(one.names, other.names).allSatisfy { $0.isExactly($1) }
  }

  func hash(into hasher: inout Hasher) {
    for name in names { hasher.combine(ExactPath(name)) }
  }
}

/// Returns whether `one` sorts before `other` by its UTF-8 bytes. File systems compare names this way, while Swift's
/// `<` treats different Unicode normalization forms as equal.
package func precedes(_ one: String, _ other: String) -> Bool {
  one.utf8.lexicographicallyPrecedes(other.utf8)
}
