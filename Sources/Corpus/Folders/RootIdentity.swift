/// Identifies the folder at a source's root, not just its path.
///
/// The file system may reuse an inode number after a folder is removed, so the birth time is part of the identity. A
/// link may redirect a path, so the resolved path is part of it too.
package struct RootIdentity: Hashable, Sendable {
  package let device: UInt64
  package let inode: UInt64
  /// Nil if the file system records no birth time.
  package let born: Timestamp?
  /// Absolute, with all links resolved.
  package let path: String

  package init(device: UInt64, inode: UInt64, born: Timestamp?, path: String) {
    self.device = device
    self.inode = inode
    self.born = born
    self.path = path
  }

  /// Describes how this folder differs from `former`, as a clause; nil if no difference can be shown.
  ///
  /// - Parameter isRenumbered: whether the file system is known to be the same although its number changed.
  package func difference(from former: RootIdentity, isRenumbered: Bool = false) -> String? {
    if !path.isExactly(former.path) { return "it was \(former.path), and is \(path) now" }
    if former.device != device, !isRenumbered { return "it lies on another file system" }
    return isAnotherInode(than: former) ? "it is another folder at the same path" : nil
  }

  /// Whether both are the same folder; their paths may differ.
  package func isSameFolder(as other: RootIdentity) -> Bool {
    device == other.device && !isAnotherInode(than: other)
  }

  private func isAnotherInode(than former: RootIdentity) -> Bool { inode != former.inode || isBornApart(from: former) }

  /// False if only one of the two folders has a birth time, because that proves nothing.
  private func isBornApart(from former: RootIdentity) -> Bool {
    guard let born, let formerly = former.born else { return false }
    return born != formerly
  }
}
