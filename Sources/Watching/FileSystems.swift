internal import Glibc

/// Why inotify would miss changes below `path`, for people; nil where it tells of all that this machine's programs do.
///
/// The kernel tells of what goes through it. What another machine, or the program behind a FUSE mount, does to the
/// files goes by it untold.
package func fileSystemNeedsPolling(_ path: String) -> String? {
  guard let table = try? Descriptor(path: "/proc/self/mountinfo"),
    let bytes = try? table.readAll(upTo: 16 << 20, expecting: 64 << 10), let resolved = realpath(path, nil)
  else { return nil }
  defer { free(resolved) }
  return fileSystemNeedsPolling(String(cString: resolved), mounts: String(decoding: bytes, as: UTF8.self))
}

/// The same by the text of a mount table (proc_pid_mountinfo(5)). `path` is absolute and leads through no link. What is
/// mounted below it counts too.
package func fileSystemNeedsPolling(_ path: String, mounts: String) -> String? {
  var holder: Mount?
  var below: [Mount] = []
  for line in mounts.split(separator: "\n") {
    guard let mount = Mount(line: line) else { continue }
    // Of two at one place the later one hides the former.
    if mount.holds(path), mount.point.utf8.count >= holder?.point.utf8.count ?? 0 { holder = mount }
    if Mount.lies(mount.point, below: path) { below.append(mount) }
  }
  return ([holder].compactMap { $0 } + below).first(where: \.isRemote)
    .map { "\($0.point) is a \($0.type) file system: changes made elsewhere are not told here" }
}

private struct Mount {
  private static let remoteTypes: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "afs", "coda",
    "ceph",
    "lustre", "gfs2", "ocfs2", "glusterfs", "beegfs", "gpfs", "orangefs", "pvfs2", "fuse", "fuseblk", "proc", "sysfs",
  ]

  let point: String
  let type: String

  /// `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`: as many optional fields before the dash as there
  /// are.
  init?(line: Substring) {
    let fields = line.split(separator: " ")
    guard fields.count > 6, let dash = fields[6...].firstIndex(of: "-"), dash + 1 < fields.count else { return nil }
    point = Self.unescaped(fields[4])
    type = String(fields[dash + 1])
  }

  var isRemote: Bool { Self.remoteTypes.contains(type) || type.hasPrefix("fuse.") }

  func holds(_ path: String) -> Bool { path == point || Self.lies(path, below: point) }

  static func lies(_ path: String, below folder: String) -> Bool {
    path != folder && path.utf8.starts(with: (folder == "/" ? "/" : folder + "/").utf8)
  }

  /// Blanks and the like stand as `\040`.
  private static func unescaped(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8) {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
