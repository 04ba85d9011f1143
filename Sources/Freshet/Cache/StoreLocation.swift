internal import FreshetCorpus
internal import FreshetFiles
internal import Foundation

/// The path of a store, and the folder that the store indexes. `nearest(to:)` finds a store as git finds a repository:
/// in the current folder or the nearest one above.
public struct StoreLocation: Hashable, Sendable {
  /// The default name of a store's folder, `.freshet`. By default it lies in the folder of the documents.
  public static let folderName = StoreNames.folder

  /// The store's folder.
  public let store: String
  /// The folder of documents; nil for the folder that the store has on record.
  public let root: String?

  /// Creates a location from the store's folder and the folder of its documents. Pass nil as `root` for a store that
  /// has only pushed documents, or to use the folder that the store has on record.
  public init(store: String, root: String? = nil) {
    self.store = store
    self.root = root
  }

  /// Finds the nearest `.freshet` folder that contains a store, in `path` or in a folder above; nil if there is none.
  /// The search doesn't go up into another user's folder, into another file system, or into a folder that the
  /// environment variable FRESHET_CEILING lists.
  ///
  /// - Throws: `DiscoveryError` if the store belongs to another user, or if the search has no access to a path that it
  ///   must check.
  public static func nearest(to path: String) throws -> StoreLocation? {
    let search = try UpwardSearch(from: path, ceilings: ProcessInfo.processInfo.environment["FRESHET_CEILING"])
    return try search.first { try $0.store().map { StoreLocation(store: $0) } }
  }

  /// The real path of `path` and the paths of all folders above, innermost first. Paths of PATH_MAX bytes or more are
  /// left out.
  package static func folders(upwardsFrom path: String) -> [String] {
    let names = real(path).pathNames
    return (0...nameable(names)).reversed().map { "/" + names[..<$0].joined(separator: "/") }
  }

  /// The number of leading components whose joined path is shorter than PATH_MAX bytes.
  private static func nameable(_ names: [String]) -> Int {
    var length = 0
    return names.prefix { name in
      length += 1 + name.utf8.count
      return length < PATH_MAX
    }.count
  }

  /// The folder beside whose documents the store lies, if the store's folder is named `.freshet`; otherwise nil. A
  /// store that has no folder on record indexes this folder.
  var surroundingRoot: String? {
    let suffix = "/" + Self.folderName
    return store.hasSuffix(suffix) ? String(store.dropLast(suffix.count)) : nil
  }

  /// The default location of a store for the documents in `root`: the folder `.freshet` in `root`.
  public static func beside(_ root: String) -> StoreLocation {
    StoreLocation(store: absolute(root) + "/" + folderName, root: absolute(root))
  }

  /// Makes `path` absolute, but keeps its symbolic links. So each use of the result follows the links again, even if a
  /// link changes while the process runs.
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

  /// The absolute path with symbolic links resolved as far as the path exists. Use the result to compare paths; don't
  /// store it, because links can change.
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

  /// Whether the path is a folder, or a symbolic link to a folder.
  public static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// The form in which a store records its folder of documents: ".." if the store lies in that folder, so that both can
  /// be moved together; otherwise `root` itself.
  static func remembered(_ root: String, byStore store: String) -> String {
    (real(root) + "/" + folderName).isExactly(real(store)) ? ".." : root
  }

  static func resolved(_ remembered: String, ofStore store: String) -> String {
    if remembered.isAbsolutePath { return remembered }
    let root = StoreLocation(store: store).surroundingRoot
    // Keep the caller's spelling of the path, unless the store's folder itself is a link.
    if let root, remembered == "..", (real(root) + "/" + folderName).isExactly(real(store)) { return root }
    return absolute(store + "/" + remembered)
  }
}
