internal import FreshetCorpus
internal import FreshetFiles
internal import Glibc

/// A path's symbolic links, and the entry at their end. The policy must judge each link, because the owner of a link
/// decides which file is used.
struct Chain {
  private(set) var entries: [DiscoveryPolicy.Entry] = []
  /// The device number of the entry at the end. (`inode` is that entry's inode.)
  private(set) var device: UInt64 = 0
  private(set) var inode: UInt64 = 0

  /// Follows the symbolic links from `path`. Nil if `path` doesn't exist, or if a link's target doesn't exist.
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

  /// The number of links that Linux follows in one path (path_resolution(7)).
  private static let maximumLinks = 40

  /// The parent folder as text. Keeps ".." in the path, because ".." after a link means the parent of the link's
  /// target.
  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}
