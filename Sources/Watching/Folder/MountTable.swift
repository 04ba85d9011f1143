internal import FreshetCorpus
internal import Glibc

/// Tracks the file systems mounted below a root folder, because inotify doesn't report mounts.
///
/// The kernel signals a change of the mount table as urgent data in poll(2), see proc_pid_mountinfo(5). If the table
/// can't be read or doesn't signal, only the next full scan finds new mounts.
final class MountTable {
  /// A mount point below the root: its line of the mount table, and the mounted file system if it is local.
  private struct Entry: Hashable {
    let line: String
    let mount: Mount?
  }

  private let root: String
  private let table: Descriptor?
  /// A second open descriptor of the mount table, only for waiting in poll(2). The kernel reports each change only once
  /// per descriptor, so a wait on `table` would hide the change from `hasChanged`.
  private let alarm: Descriptor?
  private var entries: [ExactPath: Entry] = [:]

  init(below root: String) {
    self.root = root
    table = try? Descriptor(path: "/proc/self/mountinfo")
    alarm = try? Descriptor(path: "/proc/self/mountinfo")
    // Only register for changes: the first poll after opening never reports one.
    _ = hasChanged()
    entries = Self.entries(below: root)
  }

  /// The descriptor to pass to poll(2), which signals urgent data (POLLPRI) when the mount table changes; nil if the
  /// table can't be read.
  var descriptor: Int32? { alarm?.number }

  /// Returns the paths below the root where a file system was mounted or unmounted since the last call.
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

  /// Reads the mount points below the root. If several file systems are mounted at one path, the last one counts,
  /// because it hides the others.
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

  /// Identifies the file system mounted at `path`. An entry needs this besides the table's line, because the kernel may
  /// reuse a mount id at once, so that the lines of two mounts are equal.
  private static func mount(at path: String, _ point: String) -> Mount? {
    guard let entry = try? Descriptor(path, in: AT_FDCWD, for: .pointing), let status = try? FileStatus(of: entry)
    else {
      return nil
    }
    return Mount(at: point, entry, status)
  }
}
