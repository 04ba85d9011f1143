/// The identity of a source's folder: more than its path, because another folder may later have the same path.
///
/// A file system may reuse the inode of a removed folder, so the birth time is part of the identity. A symbolic link
/// may redirect a path, so the resolved path is part of the identity, too.
package struct RootIdentity: Hashable, Sendable {
  package let device: UInt64
  package let inode: UInt64
  /// The folder's birth time; nil if the file system records none.
  package let born: Timestamp?
  /// The folder's absolute path, with all symbolic links resolved.
  package let path: String

  package init(device: UInt64, inode: UInt64, born: Timestamp?, path: String) {
    self.device = device
    self.inode = inode
    self.born = born
    self.path = path
  }

  /// A clause that says how this folder differs from `former`; nil if no difference can be proven.
  ///
  /// - Parameter isRenumbered: whether the file system is known to be the same although its device number changed.
  package func difference(from former: RootIdentity, isRenumbered: Bool = false) -> String? {
    if !path.isExactly(former.path) { return "its path was \(former.path) and is \(path) now" }
    if former.device != device, !isRenumbered { return "it lies on another file system than before" }
    return isAnotherInode(than: former) ? "another folder has taken its path" : nil
  }

  /// Whether this and `other` are the same folder, perhaps at different paths.
  package func isSameFolder(as other: RootIdentity) -> Bool {
    device == other.device && !isAnotherInode(than: other)
  }

  private func isAnotherInode(than former: RootIdentity) -> Bool { inode != former.inode || isBornApart(from: former) }

  /// Whether the two folders have different birth times. False if only one of them has a birth time, because that
  /// proves nothing.
  private func isBornApart(from former: RootIdentity) -> Bool {
    guard let born, let formerly = former.born else { return false }
    return born != formerly
  }
}
