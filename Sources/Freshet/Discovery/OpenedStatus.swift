internal import FreshetCorpus
internal import FreshetFiles
internal import Glibc

/// The status that fstat(2) returns for a file system entry. For a symbolic link, it describes the link, not the
/// target.
struct OpenedStatus {
  let entry: DiscoveryPolicy.Entry
  let device: UInt64
  let inode: UInt64
  let isFolder: Bool
  /// The target of a link; nil for any other entry.
  let target: String?
  let isLink: Bool

  /// Reads the status of the entry at `path`; nil if the path doesn't exist. Throws `.unreachable` if the status can't
  /// be read.
  init?(at path: String) throws(DiscoveryError) {
    let descriptor = open(path, OwnFolder.pathOnly | O_NOFOLLOW | O_CLOEXEC)
    if descriptor < 0, Self.sayAbsent.contains(errno) { return nil }
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      let error = errno
      if descriptor >= 0 { close(descriptor) }
      throw .unreachable(path: path, why: String(cString: strerror(error)))
    }
    defer { close(descriptor) }
    entry = DiscoveryPolicy.Entry(owner: status.st_uid, group: status.st_gid, mode: UInt32(status.st_mode))
    (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    isLink = status.st_mode & S_IFMT == S_IFLNK
    target = isLink ? Self.target(of: descriptor) : nil
  }

  private static let sayAbsent = [ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP]

  private static func target(of link: Int32) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlinkat(link, "", &bytes, bytes.count - 1)
    return count > 0 ? String(validating: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }
}
