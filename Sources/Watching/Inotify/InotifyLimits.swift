internal import Glibc

/// What the system allows each user of inotify (inotify(7)).
package struct InotifyLimits: Hashable, Sendable {
  /// How many files and folders all programs of the user together may watch.
  package let watches: Int
  /// How many inotify instances all programs of the user together may have.
  package let instances: Int
  /// How many unread events each instance may hold.
  package let queuedEvents: Int

  package init(watches: Int, instances: Int, queuedEvents: Int) {
    self.watches = watches
    self.instances = instances
    self.queuedEvents = queuedEvents
  }

  /// The limits of this process's user; nil if the system doesn't say. In a user namespace, the limits of the enclosing
  /// namespaces apply too.
  package static func ofThisUser() -> InotifyLimits? {
    func limit(_ name: String) -> Int? {
      text(at: "/proc/sys/" + name).flatMap { Int($0.trimmingPrefix { $0 == " " }.prefix { $0.isNumber }) }
    }
    guard let watches = limit("fs/inotify/max_user_watches"), let instances = limit("fs/inotify/max_user_instances"),
      let queuedEvents = limit("fs/inotify/max_queued_events")
    else { return nil }
    return InotifyLimits(
      watches: min(watches, limit("user/max_inotify_watches") ?? watches),
      instances: min(instances, limit("user/max_inotify_instances") ?? instances), queuedEvents: queuedEvents)
  }

  fileprivate static func text(at path: String) -> String? {
    guard let file = try? Descriptor(path: path), let bytes = try? file.readAll(upTo: 16 << 20, expecting: 4 << 10)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// How many watches and instances a user's programs have at the moment.
package struct InotifyUse: Hashable, Sendable {
  package var watches = 0
  package var instances = 0

  package init(watches: Int = 0, instances: Int = 0) {
    self.watches = watches
    self.instances = instances
  }

  /// Counts in /proc. A process that can't be read, because it belongs to somebody else or has just ended, doesn't
  /// count.
  ///
  /// - Complexity: O(open files of all of the user's processes).
  package static func ofThisUser() -> InotifyUse {
    var use = InotifyUse()
    for process in names(in: "/proc") where process.allSatisfy(\.isNumber) && isOurs("/proc/" + process) {
      for number in names(in: "/proc/\(process)/fd") where isInotify("/proc/\(process)/fd/\(number)") {
        use.instances += 1
        let text = InotifyLimits.text(at: "/proc/\(process)/fdinfo/\(number)") ?? ""
        use.watches += text.split(separator: "\n").count { $0.hasPrefix("inotify wd:") }
      }
    }
    return use
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private static func isOurs(_ folder: String) -> Bool {
    var status = stat()
    return stat(folder, &status) == 0 && status.st_uid == geteuid()
  }

  private static func isInotify(_ link: String) -> Bool {
    var target = [CChar](repeating: 0, count: 64)
    let count = readlink(link, &target, target.count)
    return count > 0
      && String(decoding: target[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) == "anon_inode:inotify"
  }
}
