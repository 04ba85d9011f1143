internal import FreshetFiles
internal import Foundation
internal import Glibc

/// A file that is written into the watched folder, for its watcher to come upon: everything that was done before it
/// comes first.
struct Cookie {
  let name: String
  private let path: String

  /// Nil if no watcher has made the folder, or if this process can't write to it: a read makes no folder in a source.
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
    try? FileManager.default.removeItem(atPath: path)  // one that stays is taken for a new one at worst
  }
}
