import FreshetCorpus
import Foundation
import Glibc
import Testing
import FreshetWatching

/// Trees that break a walk by recursion, by whole paths, or by one descriptor for each level.
@Suite struct HardTreesTests {
  private let scratch = ScratchFolder()

  @Test func `a thousand levels are walked down and up again, also beyond the longest path of the system`()
    throws
  {
    let folders = try scratch.dig(1_000, name: "folder", leaf: "z")
    let directory = WatchedDirectory(root: scratch.path)
    let report = try directory.scan(now: { Timestamp(nanoseconds: 0) })
    #expect(report.folders.map(\.path) == [""] + folders)
    #expect(Set(report.files.map(\.path)) == Set(["z"] + folders.dropLast().map { $0 + "/z" }))
    #expect(report.gaps == [])
    let deepest = folders[998] + "/z"
    let outcome = try directory.read(deepest, now: { Timestamp(nanoseconds: 0) })
    guard case .bytes([], _) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(directory.probe(deepest) == report.evidence(of: deepest))
  }

  @Test func `a path too long to take is a gap, and below it nothing is known`() throws {
    let name = String(repeating: "n", count: 250)
    let folders = try scratch.dig(70, name: name, leaf: "a")
    let report = try WatchedDirectory(root: scratch.path).scan(now: { Timestamp(nanoseconds: 0) })
    let limit = folders.firstIndex { $0.utf8.count >= 16 << 10 }!  // 70 times 251 bytes are more
    #expect(report.folders.map(\.path) == [""] + folders[..<limit])
    #expect(report.gaps == [ScanGap(path: folders[limit], error: SystemError(ENAMETOOLONG))])
    #expect(
      report.evidence(of: folders[limit] + "/a")
        == .unknown(.unseen(folders[limit], SystemError(ENAMETOOLONG))))
  }

  @Test func `a folder of many entries is listed whole`() throws {
    let names = (0..<2_000).map { "document-\($0).md" }
    for name in names { scratch.write("", to: name) }
    let report = try WatchedDirectory(root: scratch.path).scan(now: { Timestamp(nanoseconds: 0) })
    #expect(report.files.map(\.path) == names.sorted())
  }

  /// By the file system's user of this thread alone, for permission bits don't bind root. A scan never leaves its thread.
  @Test func `a folder that may not be read is a gap, not an empty folder`() throws {
    scratch.write("", to: "locked/a.md")
    scratch.write("", to: "open/b.md")
    let seen = ScratchFolder.seen(scratch.stamp("locked/a.md"), on: scratch.mounts)
    chmod(scratch.at("locked"), 0)
    defer { chmod(scratch.at("locked"), 0o755) }
    let directory = WatchedDirectory(root: scratch.path)
    let report = try asNobody { try directory.scan(now: { Timestamp(nanoseconds: 0) }) }

    #expect(report.gaps == [ScanGap(path: "locked", error: SystemError(EACCES))])
    #expect(report.folders.map(\.path) == ["", "open"])
    #expect(report.files.map(\.path) == ["open/b.md"])
    #expect(
      report.evidence(of: "locked/a.md", lastSeen: seen) == .unknown(.unseen("locked", SystemError(EACCES))))
    let probed = try asNobody { directory.probe("locked/a.md", lastSeen: seen) }
    #expect(probed == .unknown(.unseen("locked/a.md", SystemError(EACCES))))
  }

  @Test func `a root or an ignore file that may not be read is an error or a gap`() throws {
    scratch.write("*.md\n", to: "folder/.gitignore")
    scratch.write("", to: "folder/a.md")
    chmod(scratch.at("folder/.gitignore"), 0)
    let directory = WatchedDirectory(root: scratch.path)
    let report = try asNobody { try directory.scan(now: { Timestamp(nanoseconds: 0) }) }
    #expect(report.gaps == [ScanGap(path: "folder", error: SystemError(EACCES))])
    #expect(report.files == [])

    chmod(scratch.path, 0)
    defer { chmod(scratch.path, 0o755) }
    #expect(throws: WatchingError.rootUnreadable(scratch.path, SystemError(EACCES))) {
      try asNobody { try directory.scan(now: { Timestamp(nanoseconds: 0) }) }
    }
  }

  private func asNobody<Result>(_ body: () throws -> Result) throws -> Result {
    // setfsuid(2) is missing from Glibc's module; its C type is int (uid_t).
    let symbol = try #require(dlsym(nil, "setfsuid"))
    let become = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)
    _ = become(65_534)
    defer { _ = become(geteuid()) }
    return try body()
  }
}
