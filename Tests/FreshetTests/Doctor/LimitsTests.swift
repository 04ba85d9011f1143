import Foundation
import FreshetTestSupport
import Testing

@testable import Freshet

/// Limits on a process: read from files as the kernel writes them, and judged by what is left.
struct LimitsTests {
  private final class Kernel {
    private let folder: TemporaryFolder
    private var path: String { folder.path }

    init(_ files: [String: String]) throws {
      folder = try TemporaryFolder()
      for (name, text) in files {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
    }

    var limits: ProcessLimits {
      var limits = ProcessLimits.ofThisProcess(process: path + "/proc", groups: path + "/groups")
      // These come from the test process itself.
      (limits.addressSpace, limits.userThreads, limits.fileSize) = (nil, nil, nil)
      return limits
    }
  }

  private static let wholeRange = "         0          0 4294967295\n"

  @Test func `among nested control groups, the one that leaves least applies`() throws {
    let kernel = try Kernel([
      "proc/cgroup": "0::/user/job\n", "proc/uid_map": Self.wholeRange,
      "groups/user/job/memory.max": "max\n", "groups/user/memory.max": "1073741824\n",
      "groups/user/memory.current": "1000000000\n", "groups/user/job/pids.max": "100\n",
      "groups/user/job/pids.current": "7\n", "groups/user/pids.max": "max\n",
    ])
    #expect(
      kernel.limits
        == ProcessLimits(
          memory: .init(limit: 1 << 30, used: 1_000_000_000, group: "/user"),
          threads: .init(limit: 100, used: 7, group: "/user/job")))
  }

  @Test func `groups of version 1 count, except for their number for no limit, and a hidden path leads to the mount`()
    throws
  {
    let kernel = try Kernel([
      "proc/cgroup": "12:pids:/docker/abc\n5:memory:/docker/abc\n1:name=systemd:/x\n", "proc/uid_map": Self.wholeRange,
      "groups/memory/memory.limit_in_bytes": "9223372036854771712\n", "groups/pids/pids.max": "20\n",
    ])
    #expect(kernel.limits == ProcessLimits(threads: .init(limit: 20, used: nil, group: "/")))
  }

  @Test(arguments: ["", "0::\n", "x\n", "0::/\n::::\n", "0::/a/../b\n"])
  func `without an answer from the kernel there is no limit`(text: String) throws {
    #expect(try Kernel(["proc/cgroup": text, "proc/uid_map": Self.wholeRange]).limits == ProcessLimits())
  }

  @Test func `a user map that isn't the whole range means a namespace`() throws {
    #expect(try Kernel(["proc/uid_map": "0 1000 1\n1 100000 65536\n"]).limits == ProcessLimits(isInUserNamespace: true))
  }

  @Test(
    arguments: [
      (ProcessLimits(), [HealthVerdict.ok]),
      (ProcessLimits(memory: .init(limit: 1 << 30, used: 0, group: "/")), [.ok]),
      (ProcessLimits(memory: .init(limit: 1 << 30, used: 1 << 29, group: "/")), [.warning]),
      (ProcessLimits(memory: .init(limit: 1 << 30, used: 1 << 31, group: "/")), [.problem]),
      (ProcessLimits(threads: .init(limit: 15, used: 0, group: "/")), [.problem]),
      (ProcessLimits(threads: .init(limit: 64, used: nil, group: "/"), isInUserNamespace: true), [.ok, .note]),
      (ProcessLimits(addressSpace: 1 << 20, userThreads: 20, fileSize: 1), [.problem, .warning, .warning]),
      (ProcessLimits(addressSpace: .max - 1, userThreads: .max - 1, fileSize: .max - 1), [.ok, .ok, .ok]),
    ])
  func `if little is left it is a warning, if too little a problem`(limits: ProcessLimits, verdicts: [HealthVerdict]) {
    #expect(LimitsCheck.judge(limits).map(\.verdict) == verdicts)
  }

  @Test func `figures and the cure are named`() {
    let bound = ProcessLimits.Bound(limit: 600 << 20, used: 500 << 20, group: "/job")
    #expect(
      LimitsCheck.judge(ProcessLimits(memory: bound)) == [
        HealthFinding(
          .problem, "limits",
          "the control group /job may use 600 MB of memory, and 500 MB are in use: too little is left",
          cure: "raise memory.max of the control group (--memory of a container), or end other processes in it")
      ])
  }
}
