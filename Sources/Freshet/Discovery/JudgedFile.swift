internal import FreshetFiles

/// The path, device and inode of a file that `DiscoveryPolicy` accepted. The code that opens the file later compares
/// these values, to make sure that it has opened the same file.
package struct JudgedFile: Hashable, Sendable {
  package let path: String
  package let device: UInt64
  package let inode: UInt64

  package init(path: String, device: UInt64, inode: UInt64) {
    self.path = path
    self.device = device
    self.inode = inode
  }
}
