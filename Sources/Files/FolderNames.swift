internal import Glibc

/// Lists the names in an open folder.
enum FolderNames {
  /// The greatest number of names to read, because a folder of another user can hold any number.
  private static let limit = 1_000_000

  /// The names in a folder, without "." and ".."; empty if the folder can't be read. Omits names that aren't UTF-8.
  ///
  /// - Parameter folder: the descriptor of the open folder. This function doesn't close it.
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
      // Freshet gives only UTF-8 names, so other names aren't Freshet's.
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
