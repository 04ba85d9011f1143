package import Corpus
internal import FreshetSystem

/// Which mounted file systems the way from the root to a path leads over.
package struct Crossing: Hashable, Sendable {
  package let mounts: DocumentMounts
  /// Whether a link was followed on the way.
  package let isLinked: Bool

  package init(_ mounts: DocumentMounts, isLinked: Bool = false) {
    self.mounts = mounts
    self.isLinked = isLinked
  }

  init(holding root: Mount) {
    self.init(DocumentMounts(root))
  }

  /// The file system that is mounted where the way ends.
  func onto(_ mount: Mount) -> Crossing {
    Crossing(isLinked ? DocumentMounts(name: mounts.name, file: mount) : DocumentMounts(mount), isLinked: isLinked)
  }

  /// From here by a link to a place on `mount`.
  func linked(to mount: Mount) -> Crossing {
    Crossing(DocumentMounts(name: mounts.name, file: mount), isLinked: true)
  }
}

extension Mount {
  /// The one that holds the root.
  init(holding root: Descriptor, _ status: FileStatus) {
    let (type, number) = Self.fileSystem(of: root)
    self.init(point: "", device: status.stamp.device, type: type, number: number)
  }

  /// The one whose folder, or whose only file, is open as `entry`.
  init(at point: String, _ entry: Descriptor, _ status: FileStatus) {
    let (type, number) = Self.fileSystem(of: entry)
    self.init(
      point: point, device: status.stamp.device, type: type, number: number, inode: status.stamp.inode,
      born: status.born)
  }

  /// Where the system doesn't say, the device and the inode are all that is known.
  private static func fileSystem(of entry: Descriptor) -> (type: UInt64, number: UInt64?) {
    var (type, number): (UInt64, UInt64) = (0, 0)
    guard freshet_file_system(entry.number, &type, &number) == 0 else { return (0, nil) }
    return (type, number == 0 ? nil : number)
  }
}
