internal import Foundation

/// The control groups of a process (cgroups(7)), of either version, and their ancestors.
struct ControlGroups {
  enum Resource {
    case memory, threads

    /// File names in version 2, and in version 1 with its controller.
    var files: (limit: String, used: String, controller: String, oldLimit: String, oldUsed: String) {
      switch self {
      case .memory: ("memory.max", "memory.current", "memory", "memory.limit_in_bytes", "memory.usage_in_bytes")
      case .threads: ("pids.max", "pids.current", "pids", "pids.max", "pids.current")
      }
    }
  }

  private let mount: String
  /// The path of the process's group, by controller; "" is version 2.
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

  /// The limits of a group and of its ancestors. If the path isn't visible here, as in a container, only the visible
  /// part counts, up to the mounted root.
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
