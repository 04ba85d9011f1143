internal import FreshetFiles
internal import Foundation
internal import Glibc

/// An empty file that a barrier writes into the watched folder. Once the watcher has seen it, the watcher has seen
/// everything that was done before.
struct Cookie {
  let name: String
  private let path: String

  /// Writes the cookie's file. Nil if no watcher has made the folder for cookies, because a read makes no folder in a
  /// source; nil also if this process can't write to it.
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
    try? FileManager.default.removeItem(atPath: path)  // if it stays, a watcher may acknowledge it once more
  }
}
