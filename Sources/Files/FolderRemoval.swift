internal import Glibc

/// Removes a folder of this user with everything in it. Doesn't follow symbolic links.
enum FolderRemoval {
  /// The greatest depth of nested folders to descend to. Folders that Freshet makes are less deep.
  private static let deepest = 8

  @discardableResult
  static func remove(_ path: String) -> Bool { remove(path, in: AT_FDCWD, Self.deepest) }

  private static func remove(_ name: String, in parent: Int32, _ depth: Int) -> Bool {
    let folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { return false }
    defer { close(folder) }
    var status = stat()
    guard depth > 0, fstat(folder, &status) == 0, status.st_uid == geteuid() else { return false }
    for entry in FolderNames.all(in: folder) where unlinkat(folder, entry, 0) != 0 {
      _ = remove(entry, in: folder, depth - 1)
    }
    return unlinkat(parent, name, AT_REMOVEDIR) == 0
  }
}
