internal import FreshetCorpus
internal import FreshetFiles
internal import Glibc

/// An entry, and each link that leads to it: the owner of a link chooses which entry is used.
struct Chain {
  private(set) var entries: [DiscoveryPolicy.Entry] = []
  /// The entry at the end.
  private(set) var device: UInt64 = 0
  private(set) var inode: UInt64 = 0

  /// Nil if nothing is there, or if the links lead to nothing.
  init?(to path: String) throws(DiscoveryError) {
    var place = path
    for _ in 0...Self.maximumLinks {
      guard let status = try OpenedStatus(at: place) else { return nil }
      entries.append(status.entry)
      (device, inode) = (status.device, status.inode)
      guard status.isLink else { return }
      guard let target = status.target else { return nil }
      place = target.isAbsolutePath ? target : Self.folder(of: place) + "/" + target
    }
    return nil
  }

  /// Linux's limit (path_resolution(7)).
  private static let maximumLinks = 40

  /// The path isn't normalized: a ".." after a link names the parent of the link's target.
  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}

/// The facts that fstat(2) gives about an opened entry itself. It doesn't follow a link.
struct OpenedStatus {
  let entry: DiscoveryPolicy.Entry
  let device: UInt64
  let inode: UInt64
  let isFolder: Bool
  /// The target of a link; nil for any other entry.
  let target: String?
  let isLink: Bool

  /// Nil if nothing is there.
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
