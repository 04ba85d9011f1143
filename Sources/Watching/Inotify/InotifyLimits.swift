internal import Glibc

/// The system's inotify limits for one user (inotify(7)).
package struct InotifyLimits: Hashable, Sendable {
  /// The maximum number of files and folders that all processes of the user together may watch.
  package let watches: Int
  /// The maximum number of inotify instances that all processes of the user together may have.
  package let instances: Int
  /// The maximum number of unread events in the queue of each instance.
  package let queuedEvents: Int

  package init(watches: Int, instances: Int, queuedEvents: Int) {
    self.watches = watches
    self.instances = instances
    self.queuedEvents = queuedEvents
  }

  /// Reads the limits for the user of this process; nil if the system doesn't report them. In a user namespace, the
  /// limits of the enclosing namespaces apply as well, but this method doesn't read them.
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

/// The number of inotify watches and instances that all processes of a user have at the moment.
package struct InotifyUse: Hashable, Sendable {
  package var watches = 0
  package var instances = 0

  package init(watches: Int = 0, instances: Int = 0) {
    self.watches = watches
    self.instances = instances
  }

  /// Counts the watches and instances of this user's processes in /proc. Processes that can't be read, because they
  /// have just ended or are protected, don't count.
  ///
  /// - Complexity: O(*n*), where the user's processes have *n* open files.
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
