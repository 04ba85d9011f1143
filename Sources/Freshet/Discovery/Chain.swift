internal import FreshetCorpus
internal import FreshetFiles
internal import Glibc

/// An entry, and each link that leads to it: the owner of a link chooses which entry is used.
struct Chain {
  private(set) var entries: [DiscoveryPolicy.Entry] = []
  /// The device and inode of the entry at the end.
  private(set) var device: UInt64 = 0
  private(set) var inode: UInt64 = 0

  /// Follows the links from `path`; nil if nothing is there, or if the links lead to nothing.
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
