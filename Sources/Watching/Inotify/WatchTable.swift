internal import FreshetCorpus

/// Maps each inotify watch to the paths that it covers. A watch covers several paths if links lead to the same file or
/// folder.
///
/// The paths form a tree of names, so that a whole folder can be dropped at once. The table never calls the kernel: a
/// watch without a path becomes an orphan, which the owner must remove from inotify.
struct WatchTable {
  private struct Node {
    var watch: Int32?
    var children: [ExactPath: Node] = [:]

    var isEmpty: Bool { watch == nil && children.isEmpty }
  }

  private var root = Node()
  private var pathsOfWatch: [Int32: Set<ExactPath>] = [:]
  private var orphans: [Int32] = []

  var count: Int { pathsOfWatch.count }

  func paths(of watch: Int32) -> Set<ExactPath>? { pathsOfWatch[watch] }

  /// Returns whether there is a watch at or below `path`.
  func contains(_ path: ExactPath) -> Bool { node(at: path) != nil }

  /// Records that `watch` covers `path`, in place of an earlier watch at this path.
  mutating func bind(_ watch: Int32, to path: ExactPath) {
    if node(at: path)?.watch == watch { return }
    let former = Self.update(&root, Self.names(path)[...]) { node in
      defer { node.watch = watch }
      return node.watch
    }
    if let former { release(former, path) }
    pathsOfWatch[watch, default: []].insert(path)
  }

  /// Deletes a watch that the kernel has removed because its file or folder is gone.
  mutating func forget(_ watch: Int32) {
    for path in pathsOfWatch.removeValue(forKey: watch) ?? [] {
      _ = Self.update(&root, Self.names(path)[...]) { node in
        node.watch = nil
        return nil
      }
    }
  }

  /// Removes the paths at and below `path` from the table, except those in `kept`. A watch that has no path left
  /// becomes an orphan.
  mutating func prune(_ path: ExactPath, keeping kept: Set<ExactPath>) {
    for (path, watch) in bindings(below: path) where !kept.contains(path) {
      release(watch, path)
      _ = Self.update(&root, Self.names(path)[...]) { node in
        node.watch = nil
        return nil
      }
    }
  }

  /// Removes the orphans (watches without a path) from the table, and returns them. A watch that was bound to a path
  /// again is no orphan: when two folders swap names, each watch has no path for a moment.
  mutating func takeOrphans() -> [Int32] {
    defer { orphans = [] }
    return orphans.filter { pathsOfWatch[$0] == nil }
  }

  private mutating func release(_ watch: Int32, _ path: ExactPath) {
    pathsOfWatch[watch]?.remove(path)
    guard pathsOfWatch[watch]?.isEmpty == true else { return }
    pathsOfWatch[watch] = nil
    orphans.append(watch)
  }

  private func node(at path: ExactPath) -> Node? {
    var node = root
    for name in Self.names(path) {
      guard let child = node.children[name] else { return nil }
      node = child
    }
    return node
  }

  /// Applies `change` to the node at `names`, which is created if missing; then removes nodes that are empty. Returns
  /// the result of `change`.
  private static func update(_ node: inout Node, _ names: ArraySlice<ExactPath>, _ change: (inout Node) -> Int32?)
    -> Int32?
  {
    guard let name = names.first else { return change(&node) }
    let result = update(&node.children[name, default: Node()], names.dropFirst(), change)
    if node.children[name]?.isEmpty == true { node.children[name] = nil }
    return result
  }

  private func bindings(below path: ExactPath) -> [(path: ExactPath, watch: Int32)] {
    guard let start = node(at: path) else { return [] }
    var found: [(ExactPath, Int32)] = []
    var waiting = [(path, start)]
    while let (path, node) = waiting.popLast() {
      if let watch = node.watch { found.append((path, watch)) }
      for (name, child) in node.children { waiting.append((name.within(path), child)) }
    }
    return found
  }

  private static func names(_ path: ExactPath) -> [ExactPath] { path.string.pathNames.map { ExactPath($0) } }
}
