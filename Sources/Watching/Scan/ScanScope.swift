/// Which part of the root a scan looks at: everything, or some files and folders below it.
package struct ScanScope: Hashable, Sendable {
  package static let everything = ScanScope([RelativePath(names: [])])

  /// The paths to look at; none lies below another.
  let paths: [RelativePath]
  private let distinct: Set<RelativePath>

  package init(paths: [String]) throws(WatchingError) {
    var parsed: [RelativePath] = []
    for path in paths { parsed.append(try RelativePath(path)) }
    self.init(parsed)
  }

  private init(_ paths: [RelativePath]) {
    let distinct = Set(paths)
    let outermost = distinct.filter { path in
      !path.names.indices.contains { distinct.contains(RelativePath(names: Array(path.names[..<$0]))) }
    }
    self.paths = outermost.sorted { precedes($0.text, $1.text) }
    self.distinct = outermost
  }

  /// The paths in their shortest form; none lies below another.
  package var outermost: [String] { paths.map(\.text) }

  /// Whether the scope covers the path.
  ///
  /// - Complexity: O(depth of the path), however many paths the scope has.
  func contains(_ path: RelativePath) -> Bool {
    (0...path.names.count).contains { distinct.contains(RelativePath(names: Array(path.names.prefix($0)))) }
  }
}
