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
  /// The same for threads and processes.
  var threads: Bound?
  /// `ulimit -v`, in bytes; nil if there is no limit, here and below.
  var addressSpace: UInt64?
  /// `ulimit -u`: a limit on all threads of the user together.
  var userThreads: UInt64?
  /// `ulimit -f`, in bytes.
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

/// The control groups of a process (cgroups(7)), of either version, and their ancestors.
struct ControlGroups {
  enum Resource {
    case memory, threads

    /// File names in version 2, and in version 1 with its controller.
    fileprivate var files: (limit: String, used: String, controller: String, oldLimit: String, oldUsed: String) {
      switch self {
      case .memory: ("memory.max", "memory.current", "memory", "memory.limit_in_bytes", "memory.usage_in_bytes")
      case .threads: ("pids.max", "pids.current", "pids", "pids.max", "pids.current")
      }
    }
  }

  private let mount: String
  /// By controller; "" is version 2.
  private var paths: [String: String] = [:]

  /// - Parameter text: the content of /proc/PID/cgroup, with lines `number:controllers:path`.
  init(_ text: String, mountedAt mount: String) {
    self.mount = mount
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      for controller in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
        paths[String(controller)] = String(parts[2])
      }
    }
  }

  /// The group that leaves least, among the process's own and its ancestors; nil if none sets a limit.
  func tightest(_ resource: Resource) -> ProcessLimits.Bound? {
    let files = resource.files
    let new = paths[""].map { bounds($0, mount, files.limit, files.used) } ?? []
    let old = paths[files.controller].map {
      bounds($0, mount + "/" + files.controller, files.oldLimit, files.oldUsed)
    }
    return (new + (old ?? [])).min { $0.left < $1.left }
  }

  /// A path that isn't visible here, as in a container, ends at the mounted root.
  private func bounds(_ path: String, _ mount: String, _ limit: String, _ used: String) -> [ProcessLimits.Bound] {
    let names = path.split(separator: "/")
    return (0...names.count).reversed().compactMap { depth in
      let group = "/" + names[..<depth].joined(separator: "/")
      let folder = mount + (group == "/" ? "" : group)
      guard let limit = Self.number(at: folder + "/" + limit), limit < Self.unlimited else { return nil }
      return ProcessLimits.Bound(limit: limit, used: Self.number(at: folder + "/" + used), group: group)
    }
  }

  /// Version 1 writes "no limit" as a number near 2^63.
  private static let unlimited: UInt64 = 1 << 60

  private static func number(at path: String) -> UInt64? {
    ProcessLimits.text(at: path).flatMap { UInt64($0.prefix { $0.isASCII && $0.isNumber }) }
  }
}
