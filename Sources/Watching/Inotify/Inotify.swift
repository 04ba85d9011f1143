internal import Glibc

/// One inotify instance: one queue for all of its watches, so that what happened first comes out first (inotify(7)).
final class Inotify {
  let descriptor: Int32

  init() throws(SystemError) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { throw .last }
  }

  deinit {
    close(descriptor)
  }

  /// The number of the watch on what is open as `entry`; the one it has already if it is watched under another name.
  ///
  /// By way of /proc, so that exactly that file or folder is watched whatever its path leads to by now, and a path may
  /// be longer than the system takes.
  func add(_ entry: Descriptor, for kinds: InotifyEvent.Kinds) throws(SystemError) -> Int32 {
    let watch = inotify_add_watch(descriptor, "/proc/self/fd/\(entry.number)", kinds.rawValue)
    guard watch >= 0 else { throw .last }
    return watch
  }

  func remove(_ watch: Int32) {
    // Fails only for one that the kernel has removed already.
    inotify_rm_watch(descriptor, watch)
  }

  /// Everything that was in the queue when this was called, perhaps more; never waits.
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
