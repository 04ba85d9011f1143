internal import Freshet

/// Turns paths on the command line into parts of sources.
struct SourcePaths {
  /// The sources' folders by name.
  let roots: [String: String]

  /// A source, or a part of it; all of it when `paths` is empty.
  struct Part: Hashable {
    /// The source's name; nil for every source.
    let source: String?
    var paths: [String]
  }

  /// - Parameters:
  ///   - paths: files and folders, absolute or below the current folder. A path that holds sources' folders stands for
  ///     these.
  ///   - source: the source in which all paths must lie; nil for any.
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

  /// The sources whose folders are `path` or lie below it.
  func sources(at path: String) -> [String] {
    let path = StoreLocation.real(path)
    return roots.filter { Self.relative(StoreLocation.real($0.value), to: path) != nil }.keys.sorted()
  }

  /// Where `path` lies in each source that holds it, or that it holds; "" is a source's folder.
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
