import FreshetCorpus
import FreshetIndexing
import Testing
import FreshetWatching
@testable import Freshet

/// What is measured is handed in: nothing here depends on the machine.
struct JudgementTests {
  @Test(arguments: [
    ("3.51.3", HealthVerdict.ok), ("3.51.10", .ok), ("3.52.0", .ok), ("4.0", .ok), ("3.51.2", .note), ("3.40.1", .note),
    ("3.38.0", .note), ("3.37.9", .problem), ("3.44.5", .note), ("3.44.6", .ok), ("3.45.0", .note), ("3.50.6", .note),
    ("3.50.7", .ok), ("3.51.0", .note), ("2.8.17", .problem), ("three", .warning), ("3.x.1", .warning),
    ("", .warning),
  ])
  func `a version of SQLite is compared number by number`(version: String, verdict: HealthVerdict) {
    let findings = SQLiteCheck.judge(SQLiteLibrary(version: version, compileOptions: ["ENABLE_FTS5", "THREADSAFE=1"]))
    #expect(findings.map(\.verdict) == [verdict])
  }

  @Test(
    arguments: [
      (["ENABLE_FTS5", "THREADSAFE=0"], "SQLite was built without locks (THREADSAFE=0)"),
      (["THREADSAFE=1"], "SQLite was built without ENABLE_FTS5"),
    ] as [(Set<String>, String)])
  func `an SQLite that lacks what is needed is a problem`(options: Set<String>, found: String) {
    let findings = SQLiteCheck.judge(SQLiteLibrary(version: "3.51.3", compileOptions: options))
    #expect(findings.map(\.verdict) == [.ok, .problem])
    #expect(findings.last?.found == AdvisedText(found))
    #expect(findings.last?.cure != nil)
  }

  @Test(arguments: [
    ("OpenBLAS 0.3.21 on Zen", true, true, HealthVerdict.ok), ("OpenBLAS 0.3.21", false, true, .problem),
    ("OpenBLAS 0.3.21", false, false, .warning), ("/usr/lib/blas/libblas.so.3", true, true, .warning),
    ("/usr/lib/blas/libblas.so.3", true, false, .note), ("/usr/lib/openblas-pthread/libblas.so.3", true, true, .ok),
  ])
  func `a BLAS is judged by its products, then by its name`(
    provider: String, isRight: Bool, isNeeded: Bool, verdict: HealthVerdict
  ) {
    #expect(BLASCheck.judge(provider: provider, isRight: isRight, isNeeded: isNeeded).verdict == verdict)
  }

  @Test(arguments: [(true, HealthVerdict.problem), (false, .note), (nil, .note)] as [(Bool?, HealthVerdict)])
  func `a model that is missing is a problem only where it is used`(uses: Bool?, verdict: HealthVerdict) {
    for failure in [
      EmbeddingError.modelMissing(path: "/m/x"), .modelOfAnotherRevision(path: "/m/x", found: "a", expected: "b"),
    ] {
      let finding = ModelCheck.judge(failure, in: "/m", uses: uses)
      #expect(finding.verdict == verdict)
      #expect((finding.cure == nil) == (uses == false))
    }
    #expect(ModelCheck.judge(nil, in: "/m", uses: uses).verdict == .ok)
  }

  @Test(
    arguments: [
      (127, HealthVerdict.problem), (128, .warning), (511, .warning), (512, .ok), (UInt64.max, .ok),
    ] as [(UInt64, HealthVerdict)])
  func `few descriptors are a warning, too few a problem`(soft: UInt64, verdict: HealthVerdict) {
    #expect(DescriptorCheck.judge(soft: soft, hard: 1 << 20).verdict == verdict)
  }

  @Test func `the cure of few descriptors is within the hard limit`() {
    #expect(DescriptorCheck.judge(soft: 100, hard: 1_024).cure == "run `ulimit -n 1024` first")
    #expect(DescriptorCheck.judge(soft: 100, hard: 100).cure == "raise nofile in /etc/security/limits.conf")
  }

  @Test(
    arguments: [
      (-3_600, HealthVerdict.ok), (0, .ok), (1, .ok), (2, .warning), (300, .warning), (301, .problem),
    ] as [(Int64, HealthVerdict)])
  func `a store that is ahead of the clock says so`(secondsAhead: Int64, verdict: HealthVerdict) {
    let now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
    let newest = Timestamp(nanoseconds: now.nanoseconds + secondsAhead * 1_000_000_000)
    #expect(ClockCheck.judge(now: now, newest: newest).verdict == verdict)
  }

  @Test func `a clock that was never set is a problem`() {
    #expect(ClockCheck.judge(now: Timestamp(nanoseconds: 0), newest: nil).verdict == .problem)
    #expect(ClockCheck.judge(now: Timestamp(nanoseconds: 1_800_000_000_000_000_000), newest: nil).verdict == .ok)
  }

  @Test(
    arguments: [
      (63, 0, nil, HealthVerdict.problem), (64, 0, nil, .ok), (64, 1, nil, .warning), (1_000, 900, 999, .warning),
      (1_000, 900, 1_000, .ok), (1_000, 936, nil, .ok), (1_000, 937, nil, .warning), (10, 0, 1, .problem),
    ] as [(UInt64, UInt64, UInt64?, HealthVerdict)])
  func `a store wants as much room again, and 64 MiB`(
    freeMiB: UInt64, storeMiB: UInt64, freeInodes: UInt64?, verdict: HealthVerdict
  ) {
    let finding = RoomCheck.judge(freeBytes: freeMiB << 20, storeBytes: storeMiB << 20, freeInodes: freeInodes)
    #expect(finding.verdict == verdict, "\(finding.found)")
  }

  @Test(arguments: [
    ("ext4", HealthVerdict.ok), ("btrfs", .ok), ("overlay", .ok), ("nfs4", .problem), ("cifs", .problem),
    ("fuse.sshfs", .problem), ("fuse.ntfs-3g", .warning), ("fuseblk", .warning), ("virtiofs", .warning),
    ("tmpfs", .note),
  ])
  func `a file system is judged by its type`(type: String, verdict: HealthVerdict) {
    #expect(FileSystemCheck.judge(FileSystem(point: "/mnt", type: type)).verdict == verdict)
  }

  @Test(
    arguments: [
      (nil, HealthVerdict.ok), (.missing, .ok), (.otherVersion(version: 9), .note), (.torn, .warning),
      (.foreign, .warning),
      (.failed(errno: 13), .warning),
    ] as [(IndexFileError?, HealthVerdict)])
  func `a saved index is never a problem, for nothing is lost with it`(failure: IndexFileError?, verdict: HealthVerdict)
  {
    #expect(IndexFileCheck.judge(failure, at: "/s/index").verdict == verdict)
  }

  private static let reader = LogUse.Reader(process: 77, command: "freshet dump")

  @Test(
    arguments: [
      (64, [], HealthVerdict.ok), (64, [reader], .ok), (65, [], .note), (65, [reader], .warning), (65, nil, .warning),
      (0, nil, .ok),
    ] as [(Int, [LogUse.Reader]?, HealthVerdict)])
  func `a long log is a warning while a process keeps it long`(
    mebibytes: Int, readers: [LogUse.Reader]?, verdict: HealthVerdict
  ) {
    let finding = LogCheck.judge(LogUse(bytes: mebibytes << 20, readers: readers), cutBeyond: 64 << 20)
    #expect(finding.verdict == verdict)
    #expect((finding.cure != nil) == (verdict == .warning))
    #expect(finding.found.description.contains("process 77 (freshet dump)") == (verdict == .warning && readers != nil))
  }

  @Test(arguments: [
    (StorageError.missing(path: "/s"), HealthVerdict.note),
    (.formatTooOld(path: "/s", format: 1, supported: 4), .warning),
    (.formatTooNew(path: "/s", format: 9, supported: 4), .problem), (.foreign(path: "/s", what: "x"), .problem),
    (.damaged(path: "/s", what: "x"), .problem), (.locked(path: "/s", holder: "process 1"), .warning),
    (.unreadable(path: "/s", why: "x"), .problem),
  ])
  func `a store that can't be opened is a finding with a cure`(error: StorageError, verdict: HealthVerdict) {
    let finding = StoreCheck.judge(error)
    #expect(finding.verdict == verdict)
    #expect((finding.cure == nil) == (verdict == .note))
  }
}
