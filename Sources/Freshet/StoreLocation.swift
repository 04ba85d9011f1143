internal import Foundation

/// Where a store lies and which folder it indexes, found as git finds a repository: by walking up.
public struct StoreLocation: Hashable, Sendable {
  public static let folderName = ".freshet"

  /// The store's folder.
  public let store: String
  /// The folder of documents; nil to take the one that the store remembers.
  public let root: String?

  public init(store: String, root: String? = nil) {
    self.store = store
    self.root = root
  }

  /// The nearest `.freshet` with a store in `path` or above it; nil when there is none. (A watched folder whose store lies
  /// elsewhere has a `.freshet` for cookies only.)
  public static func nearest(to path: String) -> StoreLocation? {
    var folder = absolute(path)
    while true {
      let candidate = folder == "/" ? "/" + folderName : folder + "/" + folderName
      if FileManager.default.fileExists(atPath: candidate + "/store.sqlite") { return StoreLocation(store: candidate) }
      if folder == "/" { return nil }
      folder = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
      if folder.isEmpty { folder = "/" }
    }
  }

  /// The folder that a store named `.freshet` lies in: what it indexes unless it remembers another.
  var surroundingRoot: String? {
    let suffix = "/" + Self.folderName
    return store.hasSuffix(suffix) ? String(store.dropLast(suffix.count)) : nil
  }

  /// Where a new store for the documents in `root` goes: beside them.
  public static func beside(_ root: String) -> StoreLocation {
    StoreLocation(store: absolute(root) + "/" + folderName, root: absolute(root))
  }

  /// `path` made absolute, with links resolved as far as it exists.
  public static func absolute(_ path: String) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    let full =
      path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    let parts = full.split(separator: "/")
    guard let last = parts.last else { return "/" }
    let parent = absolute("/" + parts.dropLast().joined(separator: "/"))
    return parent == "/" ? "/" + last : parent + "/" + last
  }

  public static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// How a store remembers its root: relative when the store lies in it, so that both can be moved together.
  static func remembered(_ root: String, byStore store: String) -> String {
    root + "/" + folderName == store ? ".." : root
  }

  static func resolved(_ remembered: String, ofStore store: String) -> String {
    remembered.hasPrefix("/") ? remembered : absolute(store + "/" + remembered)
  }
}
