/// A path below the root as its names, outermost first; never "..", never absolute. Empty for the root itself.
struct RelativePath: Hashable, Sendable {
  /// Folders that are nobody's documents, at any depth: git's and our own.
  static let reservedNames = [".git", ".freshet"]

  let names: [String]

  /// Empty parts and "." count for nothing: "./docs/" is "docs".
  init(_ path: String) throws(WatchingError) {
    let names = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }.filter {
      $0 != "."
    }
    guard path.utf8.first != UInt8(ascii: "/"), !names.contains(".."), !path.utf8.contains(0) else {
      throw .notBelowRoot(path)
    }
    self.names = names
  }

  init(names: [String]) {
    self.names = names
  }

  var text: String { names.joined(separator: "/") }

  var isReserved: Bool { names.contains(where: Self.reservedNames.contains) }
}

/// Compares as file systems do, by bytes: Swift's own order takes two Unicode forms of one text for the same.
package func precedes(_ one: String, _ other: String) -> Bool {
  one.utf8.lexicographicallyPrecedes(other.utf8)
}
