internal import FreshetCorpus
internal import FreshetFiles

/// A path below the root, as its names from the outermost on. It has no "..", and is never absolute. Empty for the root
/// itself.
struct RelativePath: Sendable {
  /// Folders that hold no documents, at any depth: git's and Freshet's own.
  static let reservedNames = [".git", StoreNames.folder]

  let names: [String]

  /// Drops empty parts and ".": "./docs/" is "docs".
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

  /// Whether the path lies in a reserved folder, or in the store's.
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

/// Compares by bytes, as file systems do: Swift's own order treats two Unicode forms of one text as equal.
package func precedes(_ one: String, _ other: String) -> Bool {
  one.utf8.lexicographicallyPrecedes(other.utf8)
}
