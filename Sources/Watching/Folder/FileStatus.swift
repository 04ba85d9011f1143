internal import FreshetCorpus
internal import FreshetSystem
internal import Glibc

/// The kind and the stamp (size, times, device, inode) of a directory entry: the results of statx(2) that this module
/// needs.
struct FileStatus {
  enum Kind {
    case file, folder, link, other

    init(mode: mode_t) {
      switch mode & S_IFMT {
      case S_IFREG: self = .file
      case S_IFDIR: self = .folder
      case S_IFLNK: self = .link
      default: self = .other
      }
    }
  }

  let kind: Kind
  let stamp: FileStamp
  /// The number of hard links.
  let linkCount: UInt64
  /// The creation time; nil if the file system records none.
  let born: Timestamp?
  /// Whether the entry is the root of a mounted file system; nil if the kernel doesn't report that.
  let isMountRoot: Bool?

  /// Gets the status of the entry `name` in `folder`. If the entry is a symbolic link, this is the status of the link.
  init(of name: UnsafePointer<CChar>, in folder: Int32) throws(SystemError) {
    var status = freshet_status()
    let error = freshet_look(folder, name, &status)
    guard error == 0 else { throw SystemError(error) }
    self.init(status)
  }

  init(of descriptor: Descriptor) throws(SystemError) {
    try self.init(of: "", in: descriptor.number)
  }

  private init(_ status: freshet_status) {
    kind = Kind(mode: status.mode)
    stamp = FileStamp(
      device: status.device, inode: status.inode, sizeInBytes: status.size,
      modified: Timestamp(seconds: status.modified_seconds, nanoseconds: status.modified_nanoseconds),
      statusChanged: Timestamp(seconds: status.changed_seconds, nanoseconds: status.changed_nanoseconds))
    linkCount = status.links
    born = status.born == .min ? nil : Timestamp(nanoseconds: status.born)
    isMountRoot = status.is_mount_root < 0 ? nil : status.is_mount_root > 0
  }

  var identity: FolderIdentity { FolderIdentity(device: stamp.device, inode: stamp.inode) }

  /// Returns whether a file system is mounted at the entry. `device` is the device of the entry's parent folder.
  ///
  /// If the kernel doesn't report whether the entry is the root of a mount, a folder counts as mounted if its device
  /// isn't `device`, and a file never does. The device of a file isn't conclusive: in an overlay file system it is the
  /// device of a layer.
  func isMounted(below device: UInt64) -> Bool {
    isMountRoot ?? (kind == .folder && stamp.device != device)
  }

  /// Returns whether the file can change without an inotify event in its folder, because it has several hard links or
  /// is a mount point. `device` is the device of its folder.
  func isReachedElsewhere(below device: UInt64) -> Bool { linkCount > 1 || isMounted(below: device) }
}

/// Identifies a folder or file independently of the path that leads to it.
struct FolderIdentity: Hashable {
  let device: UInt64
  let inode: UInt64
}
