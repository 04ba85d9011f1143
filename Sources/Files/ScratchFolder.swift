internal import Foundation
internal import Synchronization

/// A private folder for a copy of a store's content, in the system's folder for temporary files. Freshet removes the
/// folder when the last reference to this object is released.
///
/// Only the folder's owner may enter it. The process keeps it locked (`flock`), so that a later process recognizes
/// folders that a killed process left behind (`ScratchSweep`).
package final class ScratchFolder: Sendable {
  package let path: String
  private let descriptor: Int32

  static let prefix = "freshet-scratch-"

  /// The paths of this process's scratch folders.
  private static let all = Mutex<Set<String>>([])

  /// The system's folder for temporary files.
  package static var place: String { FileManager.default.temporaryDirectory.path }

  package struct Refusal: Error, CustomStringConvertible {
    package let place: String
    package let code: Int32

    package var description: String { String(cString: strerror(code)) }
  }

  /// Creates and locks a scratch folder in the folder `place`.
  ///
  /// - Throws: `Refusal` with the error code if the system refuses to create the folder.
  package init(in place: String = ScratchFolder.place) throws(Refusal) {
    for _ in 0..<Self.attempts {
      let path = place + "/" + Self.prefix + UUID().uuidString.lowercased()
      guard OwnFile.makeFolder(path) else { throw Refusal(place: place, code: errno) }
      if let descriptor = Self.locked(path) {
        (self.path, self.descriptor) = (path, descriptor)
        Self.all.withLock { _ = $0.insert(path) }
        return
      }
    }
    throw Refusal(place: place, code: EAGAIN)
  }

  /// The greatest number of attempts to create a folder. An attempt fails if another process removes the new folder
  /// before this process has locked it.
  private static let attempts = 10

  /// Opens and locks the folder at `path`; nil if another process has removed or locked it. On a file system without
  /// locks, no process removes such folders.
  private static func locked(_ path: String) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
    var (open, named) = (stat(), stat())
    guard isLocked, fstat(descriptor, &open) == 0, lstat(path, &named) == 0, open.st_ino == named.st_ino else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  deinit {
    remove()
    close(descriptor)
  }

  /// Removes the folder and its content. Files that a process has open in it stay usable until they are closed.
  package func remove() {
    if Self.all.withLock({ $0.remove(path) }) != nil { FolderRemoval.remove(path) }
  }

  /// Removes all scratch folders of this process. Call it just before the process ends.
  package static func removeAll() {
    let paths = all.withLock { all in
      defer { all = [] }
      return all
    }
    for path in paths { FolderRemoval.remove(path) }
  }
}
