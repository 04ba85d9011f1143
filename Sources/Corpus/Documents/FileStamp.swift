/// The values that `stat` reports for a file and that show whether its bytes may have changed.
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
