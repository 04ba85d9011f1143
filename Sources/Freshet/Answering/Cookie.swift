internal import FreshetFiles
internal import Foundation
internal import Glibc

/// An empty file that a barrier read (a read that sees all earlier file operations) creates in the watched folder. File
/// events arrive in order: once the watcher reports this file, it has also seen all earlier changes.
struct Cookie {
  let name: String
  private let path: String

  /// Creates the cookie's file in `.freshet/cookies` below `root`. Nil if that folder doesn't exist (only a watcher
  /// creates it), or if this process can't write to it.
  init?(in root: String) {
    name = "\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
    path = root + "/" + StoreLocation.folderName + "/cookies/" + name
    guard let parent = OwnFolder(at: root + "/" + StoreLocation.folderName), let cookies = parent.folder("cookies")
    else { return nil }
    let descriptor = cookies.open(name, O_WRONLY | O_CREAT | O_EXCL)
    if descriptor < 0 { return nil }
    close(descriptor)
  }

  func remove() {
    try? FileManager.default.removeItem(atPath: path)  // if removal fails, a watcher may acknowledge the cookie twice
  }
}
