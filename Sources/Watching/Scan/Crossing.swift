package import FreshetCorpus
internal import FreshetSystem

/// The mounts that the way from the root to a path crosses.
package struct Crossing: Hashable, Sendable {
  package let mounts: DocumentMounts
  /// Whether the way follows a link.
  package let isLinked: Bool

  package init(_ mounts: DocumentMounts, isLinked: Bool = false) {
    self.mounts = mounts
    self.isLinked = isLinked
  }

  init(holding root: Mount) {
    self.init(DocumentMounts(root))
  }

  /// This way, continued onto `mount`.
  func onto(_ mount: Mount) -> Crossing {
    Crossing(isLinked ? DocumentMounts(name: mounts.name, file: mount) : DocumentMounts(mount), isLinked: isLinked)
  }

  /// This way, continued through a link to a place on `mount`.
  func linked(to mount: Mount) -> Crossing {
    Crossing(DocumentMounts(name: mounts.name, file: mount), isLinked: true)
  }
}

extension Mount {
  /// The mount that holds the root.
  init(holding root: Descriptor, _ status: FileStatus) {
    let (type, number) = Self.fileSystem(of: root)
    self.init(point: "", device: status.stamp.device, type: type, number: number, inode: nil, born: nil)
  }

  /// The mount whose folder, or whose single mounted file, is open as `entry`.
  init(at point: String, _ entry: Descriptor, _ status: FileStatus) {
    let (type, number) = Self.fileSystem(of: entry)
    self.init(
      point: point, device: status.stamp.device, type: type, number: number, inode: status.stamp.inode,
      born: status.born)
  }

  /// Asks the system for the type and number of a file system. Without an answer, only the device and the inode are
  /// known.
  private static func fileSystem(of entry: Descriptor) -> (type: UInt64, number: UInt64?) {
    var (type, number): (UInt64, UInt64) = (0, 0)
    guard freshet_file_system(entry.number, &type, &number) == 0 else { return (0, nil) }
    return (type, number == 0 ? nil : number)
  }
}
