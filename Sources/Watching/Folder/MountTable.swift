internal import FreshetCorpus
internal import Glibc

/// The mounts below a root, and whether they change. inotify reports no mounts.
///
/// The kernel signals a change of the mount table as urgent data (proc_pid_mountinfo(5)). If the table can't be read or
/// sends no signal, only the next full scan finds new mounts.
final class MountTable {
  /// A place below the root where something is mounted.
  private struct Entry: Hashable {
    let line: String
    let mount: Mount?
  }

  private let root: String
  private let table: Descriptor?
  /// A second descriptor, only for waiting: the kernel reports each change once per descriptor, to the first poll.
  private let alarm: Descriptor?
  private var entries: [ExactPath: Entry] = [:]

  init(below root: String) {
    self.root = root
    table = try? Descriptor(path: "/proc/self/mountinfo")
    alarm = try? Descriptor(path: "/proc/self/mountinfo")
    // The first poll after opening reports no change.
    _ = hasChanged()
    entries = Self.entries(below: root)
  }

  /// The descriptor to wait for together with the event queue.
  var descriptor: Int32? { alarm?.number }

  /// The places below the root where something was mounted or unmounted since the last call.
  func takeChanges() -> Set<ExactPath> {
    guard hasChanged() else { return [] }
    let last = entries
    entries = Self.entries(below: root)
    return Set(last.keys).union(entries.keys).filter { last[$0] != entries[$0] }
  }

  private func hasChanged() -> Bool {
    guard let table else { return false }
    var awaited = pollfd(fd: table.number, events: Int16(POLLPRI), revents: 0)
    return poll(&awaited, 1, 0) > 0 && awaited.revents & Int16(POLLPRI) != 0
  }

  /// If a place has several mounts, the last one counts: it hides the others.
  private static func entries(below root: String) -> [ExactPath: Entry] {
    guard let resolved = realpath(root, nil) else { return [:] }
    defer { free(resolved) }
    let base = String(cString: resolved)
    var entries: [ExactPath: Entry] = [:]
    for system in FileSystem.around(base).below {
      guard let point = system.point.path(below: base) else { continue }
      let mount = system.isRemote ? nil : self.mount(at: system.point, point)
      entries[ExactPath(point)] = Entry(line: system.line, mount: mount)
    }
    return entries
  }

  /// The kernel reuses mount ids at once, so the entry also records what is mounted.
  private static func mount(at path: String, _ point: String) -> Mount? {
    guard let entry = try? Descriptor(path, in: AT_FDCWD, for: .pointing), let status = try? FileStatus(of: entry)
    else {
      return nil
    }
    return Mount(at: point, entry, status)
  }
}
