internal import Corpus
internal import Glibc

/// What is mounted below a root, and whether that changes: inotify tells nothing of it.
///
/// The kernel marks the mount table as urgent reading when it changes (proc_pid_mountinfo(5)). Where it can't be read, or tells
/// nothing, only the next whole look finds what was mounted.
final class MountTable {
  /// One place below the root where something is mounted.
  private struct Entry: Hashable {
    let line: String
    let mount: Mount?
  }

  private let root: String
  private let table: Descriptor?
  /// Opened once more to wait for: whoever is told of a change, by whatever poll, isn't told of it again.
  private let alarm: Descriptor?
  private var entries: [ExactPath: Entry] = [:]

  init(below root: String) {
    self.root = root
    table = try? Descriptor(path: "/proc/self/mountinfo")
    alarm = try? Descriptor(path: "/proc/self/mountinfo")
    // The first poll after opening tells of no change.
    _ = hasChanged()
    entries = Self.entries(below: root)
  }

  /// What to wait for beside events.
  var descriptor: Int32? { alarm?.number }

  /// Where something was mounted or unmounted below the root since the last time.
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

  /// Of several at one place the last one counts: it hides the others.
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

  /// A number of the table is given again at once, so what is mounted is asked too.
  private static func mount(at path: String, _ point: String) -> Mount? {
    guard let entry = try? Descriptor(path, in: AT_FDCWD, for: .pointing), let status = try? FileStatus(of: entry)
    else {
      return nil
    }
    return Mount(at: point, entry, status)
  }
}
