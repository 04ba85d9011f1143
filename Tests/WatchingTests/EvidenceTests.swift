import Corpus
import Glibc
import Testing
import Watching

/// On reports made by hand: the rules need no file system.
@Suite struct EvidenceTests {
  private static func stamp(device: UInt64) -> FileStamp {
    let moment = Timestamp(nanoseconds: 1)
    return FileStamp(device: device, inode: 7, sizeInBytes: 1, modified: moment, statusChanged: moment)
  }

  private func report(_ scope: ScanScope = .everything, folders: [ListedFolder]) -> ScanReport {
    let moment = Timestamp(nanoseconds: 0)
    return ScanReport(
      scope: scope, started: moment, finished: moment, rootDevice: 1,
      files: [ScannedFile(path: "a/x.md", stamp: Self.stamp(device: 1))],
      skipped: [
        SkippedEntry(path: "build", reason: .ignored), SkippedEntry(path: "a/big.md", reason: .tooLarge),
        SkippedEntry(path: "link", reason: .notAFile),
      ], gaps: [ScanGap(path: "locked", error: SystemError(EACCES))], folders: folders,
      missing: [MissingEntry(path: "gone", device: 1)])
  }

  static let listed = [
    ListedFolder(path: "", device: 1), ListedFolder(path: "a", device: 1),
    ListedFolder(path: "usb", device: 2),
  ]

  @Test(arguments: [
    ("a/x.md", Evidence.present(stamp(device: 1))),
    ("a/y.md", .absent), ("a/sub/y.md", .absent), ("never/seen/z.md", .absent), ("a", .absent),
    ("a/x.md/z", .absent),
    ("ab/x.md", .absent), ("build/out.md", .excluded(.ignored)), ("build", .excluded(.ignored)),
    ("builds", .absent), ("a/big.md", .excluded(.tooLarge)), ("link/x.md", .excluded(.notAFile)),
    ("locked/x.md", .unknown(.unseen("locked", SystemError(EACCES)))),
    ("locked/deep/x.md", .unknown(.unseen("locked", SystemError(EACCES)))),
    ("locked", .unknown(.unseen("locked", SystemError(EACCES)))), ("../x", .unknown(.outOfScope)),
  ])
  func `absence is concluded only from a listing that lacks the name`(path: String, evidence: Evidence) {
    #expect(
      report(folders: Self.listed).evidence(of: path, lastSeen: Self.stamp(device: path == "usb" ? 2 : 1))
        == evidence)
  }

  @Test func `an empty folder on another device than the file was on proves nothing`() {
    let report = report(folders: Self.listed)
    let mounted = Self.stamp(device: 3)
    #expect(
      report.evidence(of: "usb/x.md", lastSeen: mounted)
        == .unknown(.deviceChanged(folder: "usb", from: 3, to: 2)))
    #expect(
      report.evidence(of: "x.md", lastSeen: mounted) == .unknown(.deviceChanged(folder: "", from: 3, to: 1)))
    #expect(
      report.evidence(of: "link/x.md", lastSeen: mounted)
        == .unknown(.deviceChanged(folder: "", from: 3, to: 1)))
    #expect(report.evidence(of: "usb/x.md", lastSeen: Self.stamp(device: 2)) == .absent)
    #expect(report.evidence(of: "usb/x.md") == .absent)
    #expect(report.evidence(of: "build/x.md", lastSeen: mounted) == .excluded(.ignored))
  }

  @Test func `a device that only got another number is still the same, if a known file shows it`() {
    let report = report(folders: Self.listed)
    let known = ScannedFile(path: "a/x.md", stamp: Self.stamp(device: 9))
    let renumbered = report.renumberedDevices(known: [known])
    #expect(renumbered == [9: 1])
    #expect(report.evidence(of: "a/y.md", lastSeen: known.stamp, renumbered: renumbered) == .absent)
    #expect(
      report.evidence(of: "usb/y.md", lastSeen: known.stamp, renumbered: renumbered)
        == .unknown(.deviceChanged(folder: "usb", from: 1, to: 2)))

    let edited = FileStamp(
      device: 9, inode: 7, sizeInBytes: 1, modified: Timestamp(nanoseconds: 2),
      statusChanged: Timestamp(nanoseconds: 2))
    #expect(report.renumberedDevices(known: [ScannedFile(path: "a/x.md", stamp: edited)]) == [:])
  }

  @Test func `what a scan was not asked for it knows nothing of`() throws {
    let scope = try ScanScope(paths: ["a", "gone/x"])
    let report = report(scope, folders: [ListedFolder(path: "a", device: 1)])
    let paths = ["a/y.md", "b.md", "gone/x", "gone/y", "ab.md", "gone/x/y"]
    #expect(
      paths.map { report.evidence(of: $0) } == [
        .absent, .unknown(.outOfScope), .absent, .unknown(.outOfScope), .unknown(.outOfScope), .absent,
      ])
  }

  @Test func `a folder of the scope that has no listing proves nothing`() throws {
    let report = report(try ScanScope(paths: ["a"]), folders: [])
    #expect(report.evidence(of: "a/y.md") == .unknown(.outOfScope))
  }
}
