package import FreshetCorpus
internal import FreshetSystem

/// The mounted file systems on the way from the root to a path.
package struct Crossing: Hashable, Sendable {
  package let mounts: DocumentMounts
  /// Whether the way to the path follows a symbolic link.
  package let isLinked: Bool

  package init(_ mounts: DocumentMounts, isLinked: Bool = false) {
    self.mounts = mounts
    self.isLinked = isLinked
  }

  init(holding root: Mount) {
    self.init(DocumentMounts(root))
  }

  /// Returns the crossing of this path continued into the file system `mount`, which is mounted on it.
  func onto(_ mount: Mount) -> Crossing {
    Crossing(isLinked ? DocumentMounts(name: mounts.name, file: mount) : DocumentMounts(mount), isLinked: isLinked)
  }

  /// Returns the crossing of this path continued through a symbolic link whose target is on `mount`.
  func linked(to mount: Mount) -> Crossing {
    Crossing(DocumentMounts(name: mounts.name, file: mount), isLinked: true)
  }
}

extension Mount {
  /// Makes the description of the mount that contains the root.
  init(holding root: Descriptor, _ status: FileStatus) {
    let (type, number) = Self.fileSystem(of: root)
    self.init(point: "", device: status.stamp.device, type: type, number: number, inode: nil, born: nil)
  }

  /// Makes the description of a mount below the root. `entry` is the open mount point, a folder or a single file.
  init(at point: String, _ entry: Descriptor, _ status: FileStatus) {
    let (type, number) = Self.fileSystem(of: entry)
    self.init(
      point: point, device: status.stamp.device, type: type, number: number, inode: status.stamp.inode,
      born: status.born)
  }

  /// Returns the type and the number (id) of a file system, as the kernel reports them. Returns type 0 and no number if
  /// the call fails.
  private static func fileSystem(of entry: Descriptor) -> (type: UInt64, number: UInt64?) {
    var (type, number): (UInt64, UInt64) = (0, 0)
    guard freshet_file_system(entry.number, &type, &number) == 0 else { return (0, nil) }
    return (type, number == 0 ? nil : number)
  }
}
