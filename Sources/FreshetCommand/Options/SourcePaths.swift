internal import Freshet

/// Maps paths on the command line to sources and the paths inside them.
struct SourcePaths {
  /// The sources' folders, by source name.
  let roots: [String: String]

  /// Paths in a source, relative to the source's folder. If `paths` is empty, the whole source.
  struct Part: Hashable {
    /// The source's name; nil for every source.
    let source: String?
    var paths: [String]
  }

  /// Groups paths by source.
  ///
  /// - Parameters:
  ///   - paths: files and folders, absolute or relative to the current folder. A path that contains the folders of
  ///     sources stands for all of these sources. If there are no paths, the result stands for all of `source`, or for
  ///     all sources if `source` is nil.
  ///   - source: the source in which all paths must lie; nil for any.
  /// - Throws: `FreshetError.outsideRoot` for a path that is in no source, `.noSuchSource` for an unknown `source`.
  func parts(of paths: [String], in source: String? = nil) throws -> [Part] {
    if let source, roots[source] == nil { throw FreshetError.noSuchSource(source, known: roots.keys.sorted()) }
    if paths.isEmpty || roots.isEmpty { return [Part(source: source, paths: [])] }
    let candidates = roots.filter { source == nil || $0.key == source }
    var found: [String: [String]] = [:]
    for path in paths {
      for (name, relative) in try places(of: path, among: candidates) {
        found[name, default: []].append(relative)
      }
    }
    return found.sorted { $0.key < $1.key }.map { Part(source: $0.key, paths: $0.value.contains("") ? [] : $0.value) }
  }

  /// The names of the sources whose folders are `path` or lie below it.
  func sources(at path: String) -> [String] {
    let path = StoreLocation.real(path)
    return roots.filter { Self.relative(StoreLocation.real($0.value), to: path) != nil }.keys.sorted()
  }

  /// For each source whose folder contains `path` or lies inside it: the source's name, and the path relative to its
  /// folder. An empty path stands for the whole source.
  ///
  /// - Throws: `FreshetError.outsideRoot` if there is no such source.
  private func places(of path: String, among roots: [String: String]) throws -> [(String, String)] {
    let path = StoreLocation.real(path)
    let places = roots.mapValues(StoreLocation.real).compactMap { name, root in
      (Self.relative(path, to: root) ?? Self.relative(root, to: path).map { _ in "" }).map { (name, $0) }
    }
    if places.isEmpty {
      throw FreshetError.outsideRoot(path: path, root: roots.values.sorted().joined(separator: ", "))
    }
    return places
  }

  static func relative(_ path: String, to folder: String) -> String? { path.path(below: folder) }
}
