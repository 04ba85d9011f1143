internal import Corpus
internal import Glibc

/// What an entry is, and its stamp: the part of `stat` that this module needs.
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

  /// Of the entry itself, not of what it links to.
  init(of name: UnsafePointer<CChar>, in folder: Int32) throws(SystemError) {
    var status = stat()
    guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw .last }
    self.init(status)
  }

  init(of descriptor: Descriptor) throws(SystemError) {
    var status = stat()
    guard fstat(descriptor.number, &status) == 0 else { throw .last }
    self.init(status)
  }

  private init(_ status: stat) {
    kind = Kind(mode: status.st_mode)
    stamp = FileStamp(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), sizeInBytes: Int64(status.st_size),
      modified: Timestamp(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec)),
      statusChanged: Timestamp(
        seconds: Int64(status.st_ctim.tv_sec), nanoseconds: Int64(status.st_ctim.tv_nsec)))
  }

  var identity: FolderIdentity { FolderIdentity(device: stamp.device, inode: stamp.inode) }
}

/// Which directory it is, whatever path leads there.
struct FolderIdentity: Hashable {
  let device: UInt64
  let inode: UInt64
}
