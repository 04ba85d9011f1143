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

  /// Watches what is open as `entry`, and returns the number of the watch. An entry that is watched under another name
  /// keeps its number.
  ///
  /// The call names the entry by its path in /proc. So inotify watches exactly that file or folder, wherever its own
  /// path leads by now, and its path may be longer than the system accepts.
  func add(_ entry: Descriptor, for kinds: InotifyEvent.Kinds) throws(SystemError) -> Int32 {
    let watch = inotify_add_watch(descriptor, "/proc/self/fd/\(entry.number)", kinds.rawValue)
    guard watch >= 0 else { throw .last }
    return watch
  }

  func remove(_ watch: Int32) {
    // Fails only for a watch that the kernel has removed already.
    inotify_rm_watch(descriptor, watch)
  }

  /// Takes everything that was in the queue at the time of the call, perhaps more; never waits.
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
