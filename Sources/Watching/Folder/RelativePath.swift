internal import FreshetCorpus
internal import FreshetFiles

/// A path below the root as its names, outermost first; never "..", never absolute. Empty for the root itself.
struct RelativePath: Sendable {
  /// Folders that are nobody's documents, at any depth: git's and our own.
  static let reservedNames = [".git", StoreNames.folder]

  let names: [String]

  /// Empty parts and "." count for nothing: "./docs/" is "docs".
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

  /// Whether it lies in a reserved folder, or in the store's.
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

/// Compares as file systems do, by bytes: Swift's own order takes two Unicode forms of one text for the same.
package func precedes(_ one: String, _ other: String) -> Bool {
  one.utf8.lexicographicallyPrecedes(other.utf8)
}
