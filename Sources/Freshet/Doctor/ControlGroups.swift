internal import Foundation

/// Reads the limits of a process's control groups (cgroups(7), versions 1 and 2) and of their parent groups.
struct ControlGroups {
  enum Resource {
    case memory, threads

    /// The names of the files with the limit and the current use, in version 2 (`limit`, `used`) and in version 1
    /// (`oldLimit`, `oldUsed`, in the folder of `controller`).
    var files: (limit: String, used: String, controller: String, oldLimit: String, oldUsed: String) {
      switch self {
      case .memory: ("memory.max", "memory.current", "memory", "memory.limit_in_bytes", "memory.usage_in_bytes")
      case .threads: ("pids.max", "pids.current", "pids", "pids.max", "pids.current")
      }
    }
  }

  private let mount: String
  /// The paths of the process's groups. The keys are names of controllers; "" stands for version 2.
  private var paths: [String: String] = [:]

  /// Reads the process's groups from the text of its cgroup file.
  ///
  /// - Parameter text: the content of /proc/PID/cgroup, which has lines of the form `number:controllers:path`.
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

  /// The limit that leaves the least of the resource, among those of the process's group and of all its parent groups.
  /// Nil if none of these groups sets a limit.
  func tightest(_ resource: Resource) -> ProcessLimits.Bound? {
    let files = resource.files
    let new = paths[""].map { bounds($0, mount, files.limit, files.used) } ?? []
    let old = paths[files.controller].map {
      bounds($0, mount + "/" + files.controller, files.oldLimit, files.oldUsed)
    }
    return (new + (old ?? [])).min { $0.left < $1.left }
  }

  /// The limits of a group and of its parent groups. Groups that aren't visible to this process, as in a container, are
  /// left out.
  private func bounds(_ path: String, _ mount: String, _ limit: String, _ used: String) -> [ProcessLimits.Bound] {
    let names = path.split(separator: "/")
    return (0...names.count).reversed().compactMap { depth in
      let group = "/" + names[..<depth].joined(separator: "/")
      let folder = mount + (group == "/" ? "" : group)
      guard let limit = Self.number(at: folder + "/" + limit), limit < Self.unlimited else { return nil }
      return ProcessLimits.Bound(limit: limit, used: Self.number(at: folder + "/" + used), group: group)
    }
  }

  /// Version 1 of control groups represents "no limit" as a number near 2^63. So a limit of this size or larger counts
  /// as no limit.
  private static let unlimited: UInt64 = 1 << 60

  private static func number(at path: String) -> UInt64? {
    ProcessLimits.text(at: path).flatMap { UInt64($0.prefix { $0.isASCII && $0.isNumber }) }
  }
}
