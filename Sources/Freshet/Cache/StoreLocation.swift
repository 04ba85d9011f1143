internal import FreshetCorpus
internal import FreshetFiles
internal import Foundation

/// Where a store lies and which folder it indexes. `nearest(to:)` finds a store as git finds a repository: by walking
/// up.
public struct StoreLocation: Hashable, Sendable {
  /// The name of a store's folder beside its documents.
  public static let folderName = StoreNames.folder

  /// The store's folder.
  public let store: String
  /// The folder of documents; nil for the one that the store remembers.
  public let root: String?

  /// A store's folder, and the folder of its documents; nil where documents are only pushed.
  public init(store: String, root: String? = nil) {
    self.store = store
    self.root = root
  }

  /// The nearest `.freshet` with a store in `path` or above it; nil when there is none. The search ends where another
  /// user's folders begin, at a file system's border and at the folders that the environment variable FRESHET_CEILING
  /// lists.
  ///
  /// - Throws: `DiscoveryError` for a store that belongs to another user, and for a place that the search can't look
  ///   at.
  public static func nearest(to path: String) throws -> StoreLocation? {
    let search = try UpwardSearch(from: path, ceilings: ProcessInfo.processInfo.environment["FRESHET_CEILING"])
    return try search.first { try $0.store().map { StoreLocation(store: $0) } }
  }

  /// The place that `path` leads to and the folders above it, innermost first, as far as their paths are short enough
  /// for the system.
  package static func folders(upwardsFrom path: String) -> [String] {
    let names = real(path).pathNames
    return (0...nameable(names)).reversed().map { "/" + names[..<$0].joined(separator: "/") }
  }

  /// The number of leading names that together are short enough for a path.
  private static func nameable(_ names: [String]) -> Int {
    var length = 0
    return names.prefix { name in
      length += 1 + name.utf8.count
      return length < PATH_MAX
    }.count
  }

  /// The folder that contains a store named `.freshet`. The store indexes it, unless it remembers another folder.
  var surroundingRoot: String? {
    let suffix = "/" + Self.folderName
    return store.hasSuffix(suffix) ? String(store.dropLast(suffix.count)) : nil
  }

  /// The location of a new store for the documents in `root`: beside them.
  public static func beside(_ root: String) -> StoreLocation {
    StoreLocation(store: absolute(root) + "/" + folderName, root: absolute(root))
  }

  /// `path` made absolute. Links in it are kept, so that each use follows them anew: a link may be swapped while a
  /// process runs.
  public static func absolute(_ path: String) -> String {
    var parts: [String] = []
    for part in full(path).pathNames where !part.isExactly(".") {
      if part.isExactly("..") {
        // ".." after a link names the parent of the link's target, not of the link.
        if nameable(parts) == parts.count, let there = existing("/" + parts.joined(separator: "/")) {
          parts = there.pathNames
        }
        _ = parts.popLast()
      } else {
        parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The place that `path` leads to now: absolute, with links resolved as far as it exists. Use it to compare places,
  /// not to store one.
  public static func real(_ path: String) -> String {
    if let there = existing(path) { return there }
    let names = full(path).pathNames
    // If a path exists, so does each folder on the way: a binary search finds the longest part that exists.
    var (found, missing) = (0, nameable(names) + 1)
    while missing - found > 1 {
      let middle = (found + missing) / 2
      if existing("/" + names[..<middle].joined(separator: "/")) == nil { missing = middle } else { found = middle }
    }
    let there = existing("/" + names[..<found].joined(separator: "/")) ?? "/"
    return found == names.count ? there : (there == "/" ? "/" : there + "/") + names[found...].joined(separator: "/")
  }

  /// The real path of an existing file; nil for a missing file, and for a string that can't be a path.
  private static func existing(_ path: String) -> String? {
    guard !path.utf8.contains(0), let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private static func full(_ path: String) -> String {
    path.isAbsolutePath ? path : FileManager.default.currentDirectoryPath + "/" + path
  }

  /// Whether a folder is at this path, also by way of a link.
  public static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// How a store remembers its root: relative when the store lies in it, so that both can be moved together.
  static func remembered(_ root: String, byStore store: String) -> String {
    (real(root) + "/" + folderName).isExactly(real(store)) ? ".." : root
  }

  static func resolved(_ remembered: String, ofStore store: String) -> String {
    if remembered.isAbsolutePath { return remembered }
    let root = StoreLocation(store: store).surroundingRoot
    // Keep the path by which the store was named, unless the store's folder itself is a link.
    if let root, remembered == "..", (real(root) + "/" + folderName).isExactly(real(store)) { return root }
    return absolute(store + "/" + remembered)
  }
}
