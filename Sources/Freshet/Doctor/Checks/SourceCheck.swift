internal import FreshetWatching
internal import Glibc

/// Checks whether this user can read the sources' folders and files, and whether the file systems report changes.
enum SourceCheck {
  static let name = "sources"

  static func findings(in patient: Patient) -> [HealthFinding] {
    patient.sources.map { view in
      let (name, root) = (view.source.name, view.source.root)
      return switch view.scan {
      case .success(let report):
        judge(
          name, root: root, files: report.files.count,
          unread: report.gaps.map(\.path) + unreadable(report.files, in: root),
          needsPolling: fileSystemNeedsPolling(root))
      case .failure(let error): judge(name, error)
      }
    }
  }

  /// The files that this user has no permission to read. A scan doesn't notice that, because it reads only sizes and
  /// times.
  private static func unreadable(_ files: ScannedFiles, in root: String) -> [String] {
    files.map(\.path).filter { access("\(root)/\($0)", R_OK) != 0 }
  }

  static func judge(_ source: String, _ error: FreshetError) -> HealthFinding {
    guard case .sourceUnreachable(let root, let why) = error else {
      return HealthFinding(.problem, name, "\(source): \(error)")
    }
    return HealthFinding(
      .problem, name, "\(source): \(root) can't be listed: \(why)", cure: "mount or restore the folder")
  }

  static func judge(_ source: String, root: String, files: Int, unread: [String], needsPolling: String?)
    -> HealthFinding
  {
    if let first = unread.first {
      return HealthFinding(
        .warning, name,
        "\(source): \(unread.count.counted("entry", "entries")) of \(root) can't be read, for example \(first)",
        cure: "give this user permission to read them, or exclude them in .freshetignore")
    }
    if let needsPolling {
      return HealthFinding(
        .note, name,
        "\(source): \(needsPolling), so Freshet scans it periodically (`poll` in freshet.toml sets the interval)")
    }
    return HealthFinding(.ok, name, "\(source): \(files.counted("file")) in \(root); the system reports each change")
  }
}
