/// Which folder a source's root is: not only where it lies.
///
/// A device and an inode are given again after a folder was removed, hence the birth time; a path may lead elsewhere
/// through a link, hence the real path.
package struct RootIdentity: Hashable, Sendable {
  package let device: UInt64
  package let inode: UInt64
  /// Nil where the file system keeps none.
  package let born: Timestamp?
  /// Absolute, with all links resolved.
  package let path: String

  package init(device: UInt64, inode: UInt64, born: Timestamp?, path: String) {
    self.device = device
    self.inode = inode
    self.born = born
    self.path = path
  }

  /// In what it isn't the folder that `former` was, in a sentence's words; nil where nothing tells the two apart.
  ///
  /// - Parameter isRenumbered: the file system is known to be the same, whatever its number.
  package func difference(from former: RootIdentity, isRenumbered: Bool = false) -> String? {
    if !path.isExactly(former.path) { return "it was \(former.path), and is \(path) now" }
    if former.device != device, !isRenumbered { return "it lies on another file system" }
    return isAnotherInode(than: former) ? "it is another folder at the same path" : nil
  }

  /// Whether it is the same folder, by whatever path.
  package func isSameFolder(as other: RootIdentity) -> Bool {
    device == other.device && !isAnotherInode(than: other)
  }

  private func isAnotherInode(than former: RootIdentity) -> Bool { inode != former.inode || isBornApart(from: former) }

  /// A birth time that only one of them has tells nothing.
  private func isBornApart(from former: RootIdentity) -> Bool {
    guard let born, let formerly = former.born else { return false }
    return born != formerly
  }
}
