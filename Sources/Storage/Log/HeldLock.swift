internal import Foundation

/// A POSIX lock that a process holds, parsed from a line of /proc/locks such as
/// `12: POSIX  ADVISORY  READ 3216 08:01:1234 123 123`.
struct HeldLock: Hashable {
  let process: Int32
  let device: UInt64
  let inode: UInt64
  let bytes: ClosedRange<Int64>

  /// Parses a line of /proc/locks; nil for another kind of lock, and for a lock that a process doesn't hold but waits
  /// for.
  init?(_ line: Substring) {
    let fields = line.split(separator: " ")
    guard fields.count == 8, fields[1] == "POSIX", let process = Int32(fields[4]), process > 0 else { return nil }
    let place = fields[5].split(separator: ":")
    guard place.count == 3, let major = UInt64(place[0], radix: 16), let minor = UInt64(place[1], radix: 16),
      let inode = UInt64(place[2]), let first = Int64(fields[6])
    else { return nil }
    let last = fields[7] == "EOF" ? Int64.max : Int64(fields[7]) ?? -1
    guard first <= last else { return nil }
    self.process = process
    device = Self.device(major, minor)
    self.inode = inode
    bytes = first...last
  }

  static func all(in table: String) -> [HeldLock] { table.split(separator: "\n").compactMap(HeldLock.init) }

  /// The device number in the form that stat returns: the 12 lower bits of the major number stand between the 8 lower
  /// bits and the upper bits of the minor number.
  private static func device(_ major: UInt64, _ minor: UInt64) -> UInt64 {
    (minor & 0xff) | (major & 0xfff) << 8 | (minor & ~0xff) << 12 | (major & ~0xfff) << 32
  }
}
