internal import FreshetCorpus

/// Checks limits that apply to this process in addition to the machine's: control groups, `ulimit`, and user
/// namespaces.
enum LimitsCheck {
  static let name = "limits"
  private static let megabyte: UInt64 = 1 << 20

  /// Bounds on free memory in bytes. Below `needed`, Freshet doesn't work; below `comfortable`, a large corpus or the
  /// model may not fit.
  private static let memory: (needed: UInt64, comfortable: UInt64) = (256 * megabyte, 1_024 * megabyte)
  /// Bounds on address space in bytes. Less than `needed` is a problem, less than `comfortable` a warning.
  /// Memory-mapped files take up address space, and so do 8 MB for the stack of each thread.
  private static let addresses: (needed: UInt64, comfortable: UInt64) = (1_024 * megabyte, 8_192 * megabyte)
  private static let threads: (needed: UInt64, comfortable: UInt64) = (16, 64)
  private static let fileSize: UInt64 = 1_024 * megabyte

  static func findings() -> [HealthFinding] { judge(.ofThisProcess()) }

  static func judge(_ limits: ProcessLimits) -> [HealthFinding] {
    var findings = [
      limits.memory.map { judge(memoryOf: $0) }, limits.threads.map { judge(threadsOf: $0) },
      limits.addressSpace.map(judge(addressSpace:)), limits.userThreads.map(judge(userThreads:)),
      limits.fileSize.map(judge(fileSize:)),
    ].compactMap { $0 }
    if limits.isInUserNamespace {
      findings.append(
        HealthFinding(
          .note, name,
          "this process runs in a user namespace, as in a container: its inotify watches and instances also count "
            + "against the limits of the user who created the namespace, and how many are in use there is unknown here",
          cure:
            "if Freshet polls sources although watches are free here, raise fs.inotify.max_user_watches outside the "
            + "namespace"))
    }
    let free = HealthFinding(.ok, name, "neither a control group nor ulimit limits this process")
    return findings.isEmpty ? [free] : findings
  }

  private static func judge(memoryOf bound: ProcessLimits.Bound) -> HealthFinding {
    let found: AdvisedText =
      "the control group \(bound.group) may use \(megabytes(bound.limit)) of memory, and \(used(bound, megabytes))"
    return finding(
      bound.left, memory, found,
      cure: "raise memory.max of the control group (--memory of a container), or end other processes in it")
  }

  private static func judge(threadsOf bound: ProcessLimits.Bound) -> HealthFinding {
    let found: AdvisedText =
      "the control group \(bound.group) may have \(bound.limit) threads, and \(used(bound, String.init))"
    return finding(
      bound.left, threads, found,
      cure: "raise pids.max of the control group (--pids-limit of a container), or end other processes in it")
  }

  private static func judge(addressSpace bytes: UInt64) -> HealthFinding {
    finding(
      bytes, addresses, "a process may have \(megabytes(bytes)) of address space",
      cure: "run `ulimit -v unlimited` first")
  }

  private static func judge(userThreads count: UInt64) -> HealthFinding {
    finding(
      count, threads, "all processes of this user together may have \(count) threads",
      cure: "run `ulimit -u` with a larger number first")
  }

  private static func judge(fileSize bytes: UInt64) -> HealthFinding {
    let found: AdvisedText = "a file, such as the store's database, may be at most \(megabytes(bytes)) long"
    return bytes >= fileSize
      ? HealthFinding(.ok, name, found) : HealthFinding(.warning, name, found, cure: "run `ulimit -f unlimited` first")
  }

  private static func finding(
    _ left: UInt64, _ bounds: (needed: UInt64, comfortable: UInt64), _ found: AdvisedText, cure: AdvisedText
  ) -> HealthFinding {
    switch left {
    case ..<bounds.needed: HealthFinding(.problem, name, "\(found): too little is left", cure: cure)
    case ..<bounds.comfortable: HealthFinding(.warning, name, "\(found): little is left", cure: cure)
    default: HealthFinding(.ok, name, found)
    }
  }

  private static func used(_ bound: ProcessLimits.Bound, _ text: (UInt64) -> String) -> String {
    bound.used.map { "\(text($0)) are in use" } ?? "the system doesn't say how much is in use"
  }

  private static func megabytes(_ bytes: UInt64) -> String { "\(bytes / megabyte) MB" }
}
