internal import Glibc

/// An inotify instance. All its watches share one event queue, so events arrive in the order in which they happened
/// (inotify(7)).
final class Inotify {
  let descriptor: Int32

  init() throws(SystemError) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { throw .last }
  }

  deinit {
    close(descriptor)
  }

  /// Sets a watch on the open file or folder `entry`, and returns its watch descriptor. If the same file or folder is
  /// already watched under another name, the descriptor is the same.
  ///
  /// The call refers to the entry by its path in /proc/self/fd. So inotify watches exactly the opened file or folder,
  /// even if it was renamed meanwhile or its own path is longer than the system accepts.
  func add(_ entry: Descriptor, for kinds: InotifyEvent.Kinds) throws(SystemError) -> Int32 {
    let watch = inotify_add_watch(descriptor, "/proc/self/fd/\(entry.number)", kinds.rawValue)
    guard watch >= 0 else { throw .last }
    return watch
  }

  func remove(_ watch: Int32) {
    // The call fails only if the kernel has already removed the watch.
    inotify_rm_watch(descriptor, watch)
  }

  /// Removes and returns all events that are in the queue at the time of the call, and possibly later ones. Never
  /// blocks.
  func takeEvents() throws(SystemError) -> [InotifyEvent] {
    var sizeInBytes: Int32 = 0
    guard ioctl(descriptor, UInt(FIONREAD), &sizeInBytes) == 0 else { throw .last }
    var events: [InotifyEvent] = []
    var taken = 0
    while taken < sizeInBytes {
      var bytes = [UInt8](repeating: 0, count: Int(sizeInBytes) - taken + 4_096)
      let count = read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { break }
      guard count > 0 else { throw .last }
      bytes.removeSubrange(count...)
      events += InotifyEvent.events(in: bytes)
      taken += count
    }
    return events
  }
}
