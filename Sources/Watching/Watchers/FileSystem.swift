internal import FreshetCorpus
internal import Glibc

/// A mounted file system, as described by a line of the mount table (proc_pid_mountinfo(5)).
package struct FileSystem: Hashable, Sendable {
  private static let remoteTypes: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "afs", "coda",
    "ceph",
    "lustre", "gfs2", "ocfs2", "glusterfs", "beegfs", "gpfs", "orangefs", "pvfs2", "fuse", "fuseblk", "proc", "sysfs",
  ]

  package let point: String
  package let type: String
  /// The unparsed line of the mount table.
  let line: String

  package init(point: String, type: String) {
    self.init(point: point, type: type, line: "")
  }

  private init(point: String, type: String, line: String) {
    self.point = point
    self.type = type
    self.line = line
  }

  /// Parses a line such as `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`. Any number of optional
  /// fields may precede the dash. Returns nil for any other line.
  private init?(line: Substring) {
    let fields = line.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    guard fields.count > 6, let dash = fields[6...].firstIndex(where: { $0.isExactly("-") }), dash + 1 < fields.count
    else { return nil }
    self.init(point: Self.unescaped(fields[4]), type: fields[dash + 1], line: String(line))
  }

  /// Whether the files can change without inotify events: other machines may change them (a network file system), or
  /// the program that implements a FUSE file system.
  var isRemote: Bool { Self.remoteTypes.contains(type) || type.hasPrefix("fuse.") }

  /// Returns the text of this process's mount table, in the order of mounting; nil if it can't be read.
  private static func table() -> String? {
    guard let table = try? Descriptor(path: "/proc/self/mountinfo"),
      let bytes = try? table.readAll(upTo: 16 << 20, expecting: 64 << 10)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the file system that contains `path` (nil if the mount table has none), and the file systems that are
  /// mounted below `path`.
  ///
  /// - Parameters:
  ///   - path: an absolute path without symbolic links.
  ///   - mounts: the text of a mount table.
  static func around(_ path: String, mounts: String) -> (holder: FileSystem?, below: [FileSystem]) {
    var holder: FileSystem?
    var below: [FileSystem] = []
    for line in mounts.utf8.split(separator: UInt8(ascii: "\n")) {
      guard let mount = FileSystem(line: Substring(line)) else { continue }
      // If two file systems are mounted at one path, the later one hides the earlier one.
      if mount.holds(path), mount.point.utf8.count >= holder?.point.utf8.count ?? 0 { holder = mount }
      if mount.point.path(below: path)?.isEmpty == false { below.append(mount) }
    }
    return (holder, below)
  }

  static func around(_ path: String) -> (holder: FileSystem?, below: [FileSystem]) {
    guard let mounts = table(), let resolved = realpath(path, nil) else { return (nil, []) }
    defer { free(resolved) }
    return around(String(cString: resolved), mounts: mounts)
  }

  /// Returns the file system that contains `path`; nil if the path doesn't exist, or if the mount table can't be read.
  package static func holding(_ path: String) -> FileSystem? { around(path).holder }

  private func holds(_ path: String) -> Bool { path.path(below: point) != nil }

  /// Decodes a field of the mount table, which encodes blanks and some other bytes as octal codes such as `\040`.
  private static func unescaped(_ field: String) -> String {
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
