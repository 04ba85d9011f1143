internal import FreshetFiles

/// The identity of a judged file: a later reader must read the same file.
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
