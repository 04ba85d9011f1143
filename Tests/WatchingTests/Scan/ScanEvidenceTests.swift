import FreshetCorpus
import Glibc
import Testing
import FreshetWatching

/// On reports made by hand: the rules need no file system.
@Suite struct ScanEvidenceTests {
  private static func mount(_ device: UInt64, at point: String = "") -> Mount {
    Mount(point: point, device: device, type: 1, number: nil, inode: point.isEmpty ? nil : 2, born: nil)
  }

  private static let root = mount(1)
  private static let usb = mount(2, at: "usb")

  private static func stamp(device: UInt64) -> FileStamp {
    let moment = Timestamp(nanoseconds: 1)
    return FileStamp(device: device, inode: 7, sizeInBytes: 1, modified: moment, statusChanged: moment)
  }

  /// The stamp has another device: on an overlay it is that of a layer, which proves nothing.
  private static func seen(on mount: Mount) -> StampedRevision {
    ScratchFolder.seen(stamp(device: 77), on: DocumentMounts(mount))
  }

  /// A document as a store of format 4 knows it.
  private static func seen(device: UInt64) -> StampedRevision { ScratchFolder.seen(stamp(device: device)) }

  private func report(_ scope: ScanScope = .everything, folders: [String], now: Mount = root) -> ScanReport {
    let moment = Timestamp(nanoseconds: 0)
    let link = Crossing(DocumentMounts(name: now, file: Self.usb), isLinked: true)
    return ScanReport(
      scope: scope, started: moment, finished: moment,
      root: RootIdentity(device: 1, inode: 1, born: nil, path: "/root"),
      files: [ScannedFile(path: "a/x.md", stamp: Self.stamp(device: 5))],
      skipped: [
        SkippedEntry(path: "build", reason: .ignored), SkippedEntry(path: "a/big.md", reason: .tooLarge),
        SkippedEntry(path: "link", reason: .notAFile),
      ], gaps: [ScanGap(path: "locked", error: SystemError(EACCES))],
      folders: folders.map { ListedFolder(path: $0) }, missing: [MissingEntry(path: "gone")],
      crossings: [
        CrossedPath(path: "", crossing: Crossing(DocumentMounts(now))),
        CrossedPath(path: "usb", crossing: Crossing(DocumentMounts(Self.usb))),
        CrossedPath(path: "tousb", crossing: link),
      ])
  }

  static let listed = ["", "a", "tousb", "usb"]

  @Test(arguments: [
    ("a/x.md", Evidence.present(stamp(device: 5))),
    ("a/y.md", .absent), ("a/sub/y.md", .absent), ("never/seen/z.md", .absent), ("a", .absent),
    ("a/x.md/z", .absent),
    ("ab/x.md", .absent), ("build/out.md", .excluded(.ignored)), ("build", .excluded(.ignored)),
    ("builds", .absent), ("a/big.md", .excluded(.tooLarge)), ("link/x.md", .excluded(.notAFile)),
    ("locked/x.md", .unknown(.unseen("locked", SystemError(EACCES)))),
    ("locked/deep/x.md", .unknown(.unseen("locked", SystemError(EACCES)))),
    ("locked", .unknown(.unseen("locked", SystemError(EACCES)))), ("../x", .unknown(.outOfScope)),
  ])
  func `absence is concluded only from a listing that lacks the name`(path: String, evidence: Evidence) {
    #expect(report(folders: Self.listed).evidence(of: path, lastSeen: Self.seen(on: Self.root)) == evidence)
  }

  @Test func `an empty folder proves nothing if the file was on another file system`() {
    let report = report(folders: Self.listed)
    let disk = Self.seen(on: Self.mount(3, at: "usb"))
    #expect(report.evidence(of: "usb/x.md", lastSeen: disk) == .unknown(.otherFileSystem(at: "usb", was: "usb")))
    #expect(
      report.evidence(of: "usb/x.md", lastSeen: Self.seen(on: Self.root))
        == .unknown(.otherFileSystem(at: "usb", was: "")))
    let unmounted = Self.seen(on: Self.mount(2, at: "disk"))
    #expect(
      report.evidence(of: "disk/x.md", lastSeen: unmounted) == .unknown(.otherFileSystem(at: "", was: "disk")))
    #expect(report.evidence(of: "usb/x.md", lastSeen: Self.seen(on: Self.usb)) == .absent)
    #expect(report.evidence(of: "usb/x.md") == .absent)
    #expect(report.evidence(of: "build/x.md", lastSeen: disk) == .excluded(.ignored))
  }

  @Test func `behind a link both file systems count; without the link, that of its folder`() {
    let report = report(folders: Self.listed)
    let linked = DocumentMounts(name: Self.root, file: Self.usb)
    let other = DocumentMounts(name: Self.root, file: Self.mount(3, at: "usb"))
    let stamp = Self.stamp(device: 2)
    #expect(report.evidence(of: "tousb/x.md", lastSeen: ScratchFolder.seen(stamp, on: linked)) == .absent)
    #expect(
      report.evidence(of: "tousb/x.md", lastSeen: ScratchFolder.seen(stamp, on: other))
        == .unknown(.otherFileSystem(at: "usb", was: "usb")))
    #expect(report.evidence(of: "removed/x.md", lastSeen: ScratchFolder.seen(stamp, on: other)) == .absent)
  }

  @Test func `a known file proves that a file system mounted anew is the same one`() {
    let then = Self.mount(9)
    let report = report(folders: Self.listed)
    let known = ("a/x.md", Self.seen(on: then))
    let remounts = report.remounts(of: [known])
    #expect(report.evidence(of: "a/y.md", lastSeen: known.1) == .unknown(.otherFileSystem(at: "", was: "")))
    #expect(report.evidence(of: "a/y.md", lastSeen: known.1, remounts: remounts) == .absent)
    #expect(
      report.evidence(of: "usb/y.md", lastSeen: known.1, remounts: remounts)
        == .unknown(.otherFileSystem(at: "usb", was: "")))

    let edited = FileStamp(
      device: 9, inode: 7, sizeInBytes: 1, modified: Timestamp(nanoseconds: 2),
      statusChanged: Timestamp(nanoseconds: 2))
    let changed = ScratchFolder.seen(edited, on: DocumentMounts(then))
    #expect(report.remounts(of: [("a/x.md", changed)]) == Remounts())
  }

  @Test func `if only a document's device is known, the folder's device or a known file beside it decides`() {
    let report = report(folders: Self.listed)
    #expect(report.evidence(of: "a/y.md", lastSeen: Self.seen(device: 1)) == .absent)
    let onLayer = Self.seen(device: 9)
    #expect(report.evidence(of: "a/y.md", lastSeen: onLayer) == .unknown(.otherFileSystem(at: "", was: nil)))
    let remounts = report.remounts(of: [("a/x.md", onLayer)])
    #expect(report.evidence(of: "a/y.md", lastSeen: onLayer, remounts: remounts) == .absent)
    #expect(
      report.evidence(of: "usb/y.md", lastSeen: onLayer, remounts: remounts)
        == .unknown(.otherFileSystem(at: "usb", was: nil)))
  }

  @Test func `what a scan was not asked for it knows nothing of`() throws {
    let scope = try ScanScope(paths: ["a", "gone/x"])
    let report = report(scope, folders: ["a"])
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
