internal import Foundation

/// The limits on this process that its machine doesn't set: its own resource limits and its control groups.
struct ProcessLimits: Hashable, Sendable {
  struct Bound: Hashable, Sendable {
    let limit: UInt64
    /// Use by everything that shares the limit; nil if unknown.
    let used: UInt64?
    /// The path of the control group that sets the limit.
    let group: String

    var left: UInt64 { limit - min(limit, used ?? 0) }
  }

  /// The limit of the control group with the least memory left, in bytes.
  var memory: Bound?
  /// The limit of the control group with the fewest threads and processes left.
  var threads: Bound?
  /// `ulimit -v`, in bytes; nil if there is no limit.
  var addressSpace: UInt64?
  /// `ulimit -u`: a limit on all threads of the user together; nil if there is none.
  var userThreads: UInt64?
  /// `ulimit -f`, in bytes; nil if there is no limit.
  var fileSize: UInt64?
  /// Whether the process runs in a user namespace. The limits of the user who created the namespace apply too.
  var isInUserNamespace = false

  /// - Parameters:
  ///   - process: the process's folder in /proc.
  ///   - groups: where control groups are mounted.
  static func ofThisProcess(process: String = "/proc/self", groups: String = "/sys/fs/cgroup") -> ProcessLimits {
    let membership = ControlGroups(text(at: process + "/cgroup") ?? "", mountedAt: groups)
    let map = text(at: process + "/uid_map")?.split(whereSeparator: \.isWhitespace)
    return ProcessLimits(
      memory: membership.tightest(.memory), threads: membership.tightest(.threads),
      addressSpace: limit(RLIMIT_AS), userThreads: limit(__RLIMIT_NPROC), fileSize: limit(RLIMIT_FSIZE),
      // In the initial namespace, one line maps every number to itself.
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
