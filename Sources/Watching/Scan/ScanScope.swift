/// The part of the root that a scan covers: everything, or some files and folders.
package struct ScanScope: Hashable, Sendable {
  package static let everything = ScanScope([RelativePath(names: [])])

  /// The paths that the scan covers with everything below them; none lies below another.
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

  /// The covered paths in normalized form; none lies below another.
  package var outermost: [String] { paths.map(\.text) }

  /// Returns whether the scope covers the path.
  ///
  /// - Complexity: O(*d*²), where the path has *d* names, independent of the number of paths in the scope.
  func contains(_ path: RelativePath) -> Bool {
    (0...path.names.count).contains { distinct.contains(RelativePath(names: Array(path.names.prefix($0)))) }
  }
}
