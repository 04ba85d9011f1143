internal import Foundation

/// The limits that apply to this process in addition to the machine's: those of `ulimit`, and those of its control
/// groups.
struct ProcessLimits: Hashable, Sendable {
  struct Bound: Hashable, Sendable {
    let limit: UInt64
    /// How much all processes that share the limit use now; nil if unknown.
    let used: UInt64?
    /// The path of the control group that sets the limit.
    let group: String

    var left: UInt64 { limit - min(limit, used ?? 0) }
  }

  /// The memory limit, in bytes, of the control group that has the least memory left; nil if no group sets a limit.
  var memory: Bound?
  /// The limit on threads and processes of the control group that has the fewest left; nil if no group sets a limit.
  var threads: Bound?
  /// The limit on the process's address space in bytes (`ulimit -v`); nil if there is no limit.
  var addressSpace: UInt64?
  /// The limit on the number of all threads of the user together (`ulimit -u`); nil if there is no limit.
  var userThreads: UInt64?
  /// The limit on the size of a file in bytes (`ulimit -f`); nil if there is no limit.
  var fileSize: UInt64?
  /// Whether the process runs in a user namespace, as in many containers. Then limits of the user who created the
  /// namespace apply, too.
  var isInUserNamespace = false

  /// Reads the limits of the current process from /proc, from its control groups and with getrlimit(2).
  ///
  /// - Parameters:
  ///   - process: the path of the process's folder in /proc.
  ///   - groups: the path at which control groups are mounted.
  static func ofThisProcess(process: String = "/proc/self", groups: String = "/sys/fs/cgroup") -> ProcessLimits {
    let membership = ControlGroups(text(at: process + "/cgroup") ?? "", mountedAt: groups)
    let map = text(at: process + "/uid_map")?.split(whereSeparator: \.isWhitespace)
    return ProcessLimits(
      memory: membership.tightest(.memory), threads: membership.tightest(.threads),
      addressSpace: limit(RLIMIT_AS), userThreads: limit(__RLIMIT_NPROC), fileSize: limit(RLIMIT_FSIZE),
      // In the initial user namespace, a single line maps every user ID to itself.
      isInUserNamespace: map.map { $0 != ["0", "0", "4294967295"] } ?? false)
  }

  private static func limit(_ kind: __rlimit_resource) -> UInt64? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(kind.rawValue), &limit) == 0, limit.rlim_cur != ~0 else { return nil }
    return UInt64(limit.rlim_cur)
  }

  static func text(at path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
