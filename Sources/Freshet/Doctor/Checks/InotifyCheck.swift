internal import FreshetWatching

/// Checks whether the system's inotify limits (on file watches) suffice for what is in use and for what the sources
/// need: one watch per folder.
enum InotifyCheck {
  static let name = "inotify"
  /// Linux's default length of the event queue. If the queue overflows, Freshet must scan all folders again; a shorter
  /// queue overflows sooner.
  static let usualQueue = 16_384

  static func findings(in patient: Patient) -> [HealthFinding] {
    guard let limits = InotifyLimits.ofThisUser() else {
      let found: AdvisedText = "the system has no inotify (file events): Freshet scans the sources periodically instead"
      return [HealthFinding(.warning, name, found)]
    }
    // Skip failed scans; `SourceCheck` reports them.
    let unwatched = patient.sources.filter { !$0.isWatched }.compactMap { try? $0.scan.get() }
    return judge(
      limits, use: .ofThisUser(), folders: unwatched.reduce(0) { $0 + $1.folders.count }, sources: unwatched.count)
  }

  /// Judges whether the limits suffice for the folders that aren't watched yet.
  ///
  /// - Parameters:
  ///   - folders: the number of folders that no process watches yet.
  ///   - sources: the number of sources that have these folders. Each needs an inotify instance, and one more watch for
  ///     cookies (marker files).
  static func judge(_ limits: InotifyLimits, use: InotifyUse, folders: Int, sources: Int) -> [HealthFinding] {
    let needed = folders + sources
    let found =
      "\(use.watches) of \(limits.watches) watches and \(use.instances) of \(limits.instances) instances are in use"
    var findings: [HealthFinding] = []
    if use.watches + needed > limits.watches {
      findings.append(
        lacking(
          "\(found); the sources need \(needed.counted("more watch", "more watches"))", "max_user_watches",
          2 * (use.watches + needed)))
    }
    if use.instances + sources > limits.instances {
      findings.append(
        lacking(
          "\(found); the sources need \(sources.counted("more instance"))", "max_user_instances",
          2 * (use.instances + sources)))
    }
    if limits.queuedEvents < usualQueue {
      findings.append(
        HealthFinding(
          .note, name,
          "the event queue holds only \(limits.queuedEvents): after more events at once, Freshet scans all folders again",
          cure: "run `sysctl fs.inotify.max_queued_events=\(usualQueue)`"))
    }
    return findings.isEmpty
      ? [HealthFinding(.ok, name, "\(found); the sources need \(needed.counted("more watch", "more watches"))")]
      : findings
  }

  private static func lacking(_ found: String, _ limit: String, _ enough: Int) -> HealthFinding {
    HealthFinding(
      .warning, name, "\(found), so Freshet will scan the sources periodically instead",
      cure: "run `sysctl fs.inotify.\(limit)=\(enough)`, and write it into /etc/sysctl.d")
  }
}
