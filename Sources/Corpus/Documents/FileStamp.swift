/// A file's stamp: the values from `stat` that show whether the file's bytes may have changed.
package struct FileStamp: Hashable, Sendable {
  package let device: UInt64
  package let inode: UInt64
  package let sizeInBytes: Int64
  package let modified: Timestamp
  package let statusChanged: Timestamp

  package init(
    device: UInt64, inode: UInt64, sizeInBytes: Int64, modified: Timestamp, statusChanged: Timestamp
  ) {
    self.device = device
    self.inode = inode
    self.sizeInBytes = sizeInBytes
    self.modified = modified
    self.statusChanged = statusChanged
  }
}
