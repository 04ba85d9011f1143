internal import Glibc

/// The names in an open folder.
enum FolderNames {
  /// The greatest number of names to read, because a folder of another user can hold any number.
  private static let limit = 1_000_000

  /// Lists the names in a folder.
  ///
  /// - Parameter folder: the descriptor of the folder, which stays open.
  static func all(in folder: Int32) -> [String] {
    let copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { return [] }
    guard let stream = fdopendir(copy) else {
      close(copy)
      return []
    }
    defer { closedir(stream) }
    var names: [String] = []
    var seen = 0
    while seen < limit, let entry = readdir(stream) {
      seen += 1
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      // All of Freshet's names are UTF-8.
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
