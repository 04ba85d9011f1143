internal import FreshetCorpus
internal import FreshetStorage

/// Checks the version of the loaded SQLite library for a known bug, and the options that it was built with.
enum SQLiteCheck {
  static let name = "sqlite"

  static func findings() throws -> [HealthFinding] {
    judge(try SQLiteLibrary.loaded())
  }

  static func judge(_ library: SQLiteLibrary) -> [HealthFinding] {
    [judge(version: library.version), judge(options: library.compileOptions)].compactMap { $0 }
  }

  /// Freshet's statements need RETURNING (since SQLite 3.35) and JSON functions (always included since 3.38).
  private static func judge(version text: String) -> HealthFinding {
    guard let version = LibraryVersion(text) else {
      return HealthFinding(.warning, name, "SQLite's version can't be recognized: \(text)", cure: mend)
    }
    if version < LibraryVersion(3, 38, 0) {
      return HealthFinding(
        .problem, name, "version \(text) is older than 3.38, which Freshet's statements need", cure: mend)
    }
    if hasResetRace(version) {
      return HealthFinding(
        .note, name,
        "version \(text) can damage a log that several connections reset at once (fixed in 3.51.3). Freshet is not "
          + "exposed: one process commits at a time, and only it moves the log. Other programs should not write to the store"
      )
    }
    return HealthFinding(.ok, name, "version \(text) has no known race")
  }

  /// Whether this version has a known bug: several connections that reset the write-ahead log at the same time can
  /// damage the log (sqlite.org/wal.html#walresetbug). Versions 3.7.0 to 3.51.2 have the bug, except the later versions
  /// of two branches. A distribution may have fixed the bug without changing the version number.
  private static func hasResetRace(_ version: LibraryVersion) -> Bool {
    let mendedBranches = [
      LibraryVersion(3, 44, 6)..<LibraryVersion(3, 45, 0), LibraryVersion(3, 50, 7)..<LibraryVersion(3, 51, 0),
    ]
    return version < LibraryVersion(3, 51, 3) && !mendedBranches.contains { $0.contains(version) }
  }

  private static func judge(options: Set<String>) -> HealthFinding? {
    if options.contains("THREADSAFE=0") {
      return HealthFinding(.problem, name, "SQLite was built without locks (THREADSAFE=0)", cure: mend)
    }
    let missing = ["ENABLE_FTS5"].filter { !options.contains($0) }
    if !options.isEmpty, !missing.isEmpty {
      return HealthFinding(.problem, name, "SQLite was built without \(missing.joined(separator: ", "))", cure: mend)
    }
    return nil
  }

  private static let mend: AdvisedText =
    "use the distribution's SQLite library (on Debian or Ubuntu: libsqlite3-0), and unset LD_LIBRARY_PATH"
}

/// The version number of a library. Versions are compared component by component.
struct LibraryVersion: Hashable, Comparable {
  let parts: [Int]

  init(_ major: Int, _ minor: Int, _ patch: Int) {
    parts = [major, minor, patch]
  }

  /// Parses a version such as `3.51.2` or `3.51`. Nil if the text isn't two to four numbers separated by dots.
  init?(_ text: String) {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    let known = numbers.compactMap { $0 }
    guard known.count == numbers.count, (2...4).contains(known.count) else { return nil }
    parts = known + Array(repeating: 0, count: max(0, 3 - known.count))
  }

  static func < (one: LibraryVersion, other: LibraryVersion) -> Bool {
    one.parts.lexicographicallyPrecedes(other.parts)
  }
}
