import Glibc
import Testing

/// Waits for names to come into a folder.
final class FolderChanges {
  private let descriptor: Int32

  init(of folder: String) throws {
    descriptor = inotify_init1(Int32(IN_CLOEXEC))
    try #require(descriptor >= 0, "errno \(errno)")
    try #require(inotify_add_watch(descriptor, folder, UInt32(IN_MOVED_TO)) >= 0, "\(folder): errno \(errno)")
  }

  deinit {
    close(descriptor)
  }

  /// Returns when one came since the last time, and after a minute.
  func next() {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, 60_000) > 0 else { return }
    var events = [UInt8](repeating: 0, count: 4096)
    read(descriptor, &events, events.count)
  }
}
