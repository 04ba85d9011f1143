import FreshetCorpus
import Glibc
import Testing
import FreshetWatching

@Suite struct ReadTests {
  private let scratch = ScratchFolder()

  private var directory: WatchedDirectory {
    WatchedDirectory(root: scratch.path, maximumFileSizeInBytes: 100_000)
  }

  /// So long after any file of these tests was written that its stamp counts.
  private var later: Timestamp {
    Timestamp(nanoseconds: scratch.stamp("").modified.nanoseconds + 3_600_000_000_000)
  }

  private func read(_ path: String, known: StampedRevision? = nil) throws -> ReadOutcome {
    try directory.read(path, known: known, now: { later })
  }

  private func stamped(_ bytes: [UInt8], _ path: String) -> StampedRevision {
    StampedRevision(
      revision: Revision(hashing: bytes), stamp: scratch.stamp(path), lookedAt: later, mounts: scratch.mounts)
  }

  @Test(arguments: ["", "text", "\u{FEFF}with a mark", "e\u{301} \u{1F600}"])
  func `text is its bytes, with the revision and the stamp that they had`(text: String) throws {
    scratch.write(text, to: "folder/a.md")
    let bytes = Array(text.utf8)
    #expect(try read("folder/a.md") == .bytes(bytes, stamped(bytes, "folder/a.md")))
  }

  @Test(arguments: [0, 1, 8_191, 8_192, 60_000])
  func `a file with a NUL is unread text, wherever the NUL stands`(before: Int) throws {
    let text = [UInt8](repeating: 0x61, count: before) + [0] + Array("more".utf8)
    scratch.write(text, to: "a")
    #expect(try read("a") == .unread(.withNUL, stamped(text, "a")))
  }

  @Test(
    arguments: [[0xE9], [0x61, 0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]]
  )
  func `a text file that isn't UTF-8 is unread text`(bytes: [UInt8]) throws {
    scratch.write(bytes, to: "a")
    #expect(try read("a") == .unread(.otherEncoding, stamped(bytes, "a")))
  }

  @Test func `a file of the maximum size is read, a larger one is not`() throws {
    let bytes = [UInt8](repeating: 0x61, count: 100_000)
    scratch.write(bytes, to: "fits")
    scratch.write(bytes + [0x61], to: "larger")
    #expect(try read("fits") == .bytes(bytes, stamped(bytes, "fits")))
    #expect(try read("larger") == .skipped(.tooLarge, nil))
  }

  @Test func `a file over the maximum size counts as too large only if its first bytes may be text`() throws {
    let film = [0, 0, 0, 0x18] + Array("ftypmp42".utf8) + [UInt8](repeating: 0xE9, count: 100_000)
    let files: [(name: String, bytes: [UInt8], reason: SkipReason)] = [
      ("film", film, .binary), ("text", [UInt8](repeating: 0x61, count: 100_001), .tooLarge),
      ("pdf", Array("%PDF-1.7\n".utf8) + film, .tooLarge),
      ("log cut at its front", [UInt8](repeating: 0, count: 100_001), .tooLarge),
    ]
    for file in files {
      scratch.write(file.bytes, to: file.name)
      #expect(try read(file.name) == .skipped(file.reason, nil), "\(file.name)")
    }
    scratch.link("link", to: "film")
    let scanned = try directory.scan(now: { later }).skipped
    #expect(
      Dictionary(uniqueKeysWithValues: scanned.map { ($0.path, $0.reason) })
        == Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.reason) } + [("link", .binary)]))
  }

  @Test func `what is not there, or no file, is said so`() throws {
    scratch.write("", to: "file")
    scratch.makeFolder("folder")
    try #require(mkfifo(scratch.at("pipe"), 0o644) == 0)
    scratch.link("outside", to: "/etc/hostname")
    scratch.link("escape", to: "/etc")
    scratch.write("", to: ".git/config")
    let outcomes = try [
      "none", "none/none", "file/below", "folder", "pipe", "outside", "escape/hostname", ".git/config",
    ].map {
      try read($0)
    }
    #expect(
      outcomes == [
        .vanished, .vanished, .vanished, .skipped(.notAFile, nil), .skipped(.notAFile, nil),
        .skipped(.notAFile, nil),
        .skipped(.notAFile, nil), .skipped(.ignored, nil),
      ])
    #expect(throws: WatchingError.notBelowRoot("../x")) { try read("../x") }
  }

  @Test func `a link inside the root is read through`() throws {
    scratch.write("text", to: "docs/a.md")
    scratch.link("link", to: "docs")
    scratch.link("b.md", to: "link/a.md")
    #expect(try read("link/a.md") == .bytes(Array("text".utf8), stamped(Array("text".utf8), "docs/a.md")))
    #expect(try read("b.md") == .bytes(Array("text".utf8), stamped(Array("text".utf8), "docs/a.md")))
  }

  @Test func `a file that a stamp vouches for is not read again`() throws {
    scratch.write("text", to: "a")
    guard case .bytes(_, let known) = try read("a") else {
      Issue.record("not read")
      return
    }
    #expect(try read("a", known: known) == .unchanged(known))
  }

  @Test func `a stamp taken within the racy window vouches for nothing, even if nothing changed`() throws {
    scratch.write("text", to: "a")
    let touched = max(scratch.stamp("a").modified, scratch.stamp("a").statusChanged)
    let racy = StampedRevision(
      revision: Revision(hashing: Array("text".utf8)), stamp: scratch.stamp("a"), lookedAt: touched, mounts: nil)
    #expect(try read("a", known: racy) == .bytes(Array("text".utf8), stamped(Array("text".utf8), "a")))
  }

  /// The kernel's files are a real one whose size never is what can be read.
  @Test func `a file that doesn't hold still is never taken for whole`() throws {
    let outcome = try WatchedDirectory(root: "/proc/sys/kernel").read("ostype", now: { later })
    #expect(outcome == .changedWhileReading)
  }

  @Test func `the time of the look is taken before the read`() throws {
    scratch.write("old", to: "a")
    let directory = directory
    let outcome = try directory.read("a") {
      scratch.write("new", to: "a")
      return later
    }
    #expect(outcome == .bytes(Array("new".utf8), stamped(Array("new".utf8), "a")))
  }

  @Test func `the same size and time with other bytes is seen by the status change or the hash`() throws {
    scratch.write("one", to: "a")
    guard case .bytes(_, let known) = try read("a") else {
      Issue.record("not read")
      return
    }
    scratch.write("two", to: "a")
    let modified = known.stamp.modified.nanoseconds
    let times = [timespec(tv_sec: Int(modified / 1_000_000_000), tv_nsec: Int(modified % 1_000_000_000))]
    try #require(utimensat(AT_FDCWD, scratch.at("a"), [times[0], times[0]], 0) == 0)
    let outcome = try read(
      "a", known: StampedRevision(revision: known.revision, stamp: known.stamp, lookedAt: later, mounts: nil))
    #expect(outcome == .bytes(Array("two".utf8), stamped(Array("two".utf8), "a")))
  }
}
