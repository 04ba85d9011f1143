internal import FreshetCorpus
internal import FreshetSystem
internal import Glibc

/// The kind of an entry, and its stamp: the part of statx(2) that this module needs.
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
  /// Nil if the file system records no birth time.
  let born: Timestamp?
  /// Whether this is the root of a mount; nil if the kernel doesn't say.
  let isMountRoot: Bool?

  /// The status of the entry itself, not of what it links to.
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

  /// Whether the entry lies on another mount than its parent folder, which is on `device`.
  ///
  /// If the kernel doesn't say, the device of a folder decides. The device of a file can't: on an overlay it is that of
  /// a layer.
  func isMounted(below device: UInt64) -> Bool {
    isMountRoot ?? (kind == .folder && stamp.device != device)
  }

  /// Whether the entry can change without an event in its folder, through a name elsewhere.
  func isReachedElsewhere(below device: UInt64) -> Bool { linkCount > 1 || isMounted(below: device) }
}

/// Identifies a folder, or a file of the store, whatever path leads there.
struct FolderIdentity: Hashable {
  let device: UInt64
  let inode: UInt64
}
