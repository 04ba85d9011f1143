import Foundation
import Glibc
import Testing

/// `monitor`: what the watch can't know of is found, and nothing else.
@Suite(.serialized) struct MonitorTests {
  /// Short, for the tests' sake: a flaw counts after a second.
  private static let quick = ["monitor", "--json", "--window", "100ms", "--sweep", "2s", "--listing", "200ms"]

  private static func indexed() throws -> CommandTree {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n", "b.md": "Beta stands here.\n", "c.md": "Gamma.\n"])
    try tree.reindex()
    return tree
  }

  @Test func `a change of which no event tells is found, kept for why, and its end is reported`() throws {
    let tree = try Self.indexed()
    let watch = try WatchProcess(in: tree.path)
    try watch.awaitHealth("watching")
    // So that nothing rests any more that would be read anew.
    _ = try tree.freshet("query", "alpha", "--consistency", "barrier")
    let monitor = try WatchProcess(running: Self.quick, in: tree.path)
    try monitor.events { $0["event"] == "began" && $0["documents"] == 3 }
    let silent = try SilentWriter(tree.at("b.md"))
    silent.overwrite("Delta")  // through a mapping: inotify doesn't see it
    let events = try monitor.events { $0["event"] == "violated" }
    let violation = try #require(events.last { $0["event"] == "violated" })
    #expect(violation["document"] == "b.md" && violation["kind"] == "stale")
    #expect(violation["transitions"].elements.map { $0["state"] }.contains("installed"))
    let why = try tree.json("why", "b.md")
    #expect(why["violations"].elements.map { $0["kind"] } == ["stale"])
    #expect(try tree.freshet("why", "b.md").output.contains("\nviolation  stale since "))

    silent.close()  // closing after writing is an event
    try watch.awaitServed("b.md")
    try monitor.events { $0["event"] == "ended" && $0["document"] == "b.md" }
    #expect(try tree.json("why", "b.md")["violations"][0]["endedAt"] != .null)
    let outcome = try monitor.end()
    #expect(outcome.status == 130)
    #expect(try watch.end().status == 130)
  }

  @Test func `what was damaged in the store is found by the sweep, without any write`() throws {
    let tree = try Self.indexed()
    let monitor = try WatchProcess(running: Self.quick, in: tree.path)
    try monitor.events { $0["event"] == "began" }
    try StoreDatabase(in: tree.store).run("UPDATE chunks SET text = text || '!' WHERE text LIKE 'Gamma%'")
    let events = try monitor.events { $0["event"] == "violated" }
    #expect(events.last { $0["event"] == "violated" }.map { [$0["document"], $0["kind"]] } == ["c.md", "damaged"])
  }

  @Test(.enabled(if: SmallDisk.canBeMade, "only root can mount a small file system"))
  func `on a full disk a violation is reported, though it can't be kept`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    let disk = try SmallDisk(size: "900k")
    try tree.reindex("--store", disk.path + "/store")
    let monitor = try WatchProcess(running: Self.quick + ["--store", disk.path + "/store"], in: tree.path)
    try monitor.events { $0["event"] == "began" }
    try disk.fill()
    try tree.write("Alpha stood here.\n", to: "a.md")
    let events = try monitor.events { $0["event"] == "unable" }
    #expect(events.filter { $0["event"] == "violated" }.map { $0["document"] } == ["a.md"])
    #expect(events.last { $0["event"] == "unable" }?["why"].text.contains("no space left on the disk") == true)
  }

  @Test func `lines that can't be written are reported, and don't end a monitor early`() throws {
    let tree = try Self.indexed()
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: FreshetProcess.binary)
    process.arguments = ["monitor", "--json", "--listing", "100ms", "--for", "1s"]
    process.currentDirectoryURL = URL(fileURLWithPath: tree.path)
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    process.standardError = pipe
    try process.run()
    let errors = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 4)
    #expect(
      errors.contains(
        "freshet: an event could not be printed, and the monitor continues: "
          + "cannot write standard output: No space left on device"),
      "\(errors)")
  }

  @Test func `a document that nobody indexes is found missing, and one that is gone orphaned`() throws {
    let tree = try Self.indexed()
    let monitor = try WatchProcess(running: Self.quick, in: tree.path)
    try monitor.events { $0["event"] == "began" }
    try tree.write("New here.\n", to: "new.md")
    try tree.remove("a.md")
    try monitor.events { $0["event"] == "violated" && $0["document"] == "new.md" && $0["kind"] == "missing" }
    try monitor.events { $0["event"] == "violated" && $0["document"] == "a.md" && $0["kind"] == "orphaned" }
  }

  @Test func `beside a watch that works, changes are no violations, and the run ends with 0`() throws {
    let tree = try Self.indexed()
    let watch = try WatchProcess(in: tree.path)
    try watch.awaitHealth("watching")
    let monitor = try FreshetProcess(
      ["monitor", "--json", "--window", "1s", "--sweep", "1s", "--listing", "100ms", "--for", "4s"], in: tree.path)
    for number in 0..<20 {
      try tree.write("Page \(number) stands here.\n", to: "page\(number).md")
      if number > 3 { try tree.remove("page\(number - 3).md") }
    }
    let outcome = try monitor.finish()
    #expect(outcome.status == 0, "\(outcome)")
    let summary = try #require(try JSON.lines(outcome.output).last)
    #expect(summary["event"] == "summary" && summary["violations"] == 0)
    #expect(summary["probes"].number >= 6)
  }

  @Test func `at the end it says what all probes came to, and at the beginning how likely it finds what`() throws {
    let tree = try Self.indexed()
    let outcome = try tree.freshet("monitor", "--sweep", "1s", "--for", "1500ms")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("probing each of 3 documents once in 1s"))
    #expect(outcome.output.contains(" of 3 documents: ") && outcome.output.hasSuffix(", 0 violations\n"))
  }

  @Test func `a window of nothing is refused`() throws {
    #expect(try Self.indexed().freshet("monitor", "--window", "0s").status == 2)
  }
}

/// Changes a file through a shared mapping, of which the system tells no watcher until the file is closed.
private final class SilentWriter {
  private let file: Int32
  private let length: Int
  private let mapping: UnsafeMutableRawPointer

  init(_ path: String) throws {
    file = open(path, O_RDWR)
    length = Int(lseek(file, 0, SEEK_END))
    let mapped = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
    mapping = try #require(file >= 0 && mapped != MAP_FAILED ? mapped : nil, "can't map \(path)")
  }

  func overwrite(_ text: String) {
    mapping.copyMemory(from: Array(text.utf8), byteCount: min(text.utf8.count, length))
    msync(mapping, length, MS_SYNC)
  }

  func close() {
    munmap(mapping, length)
    _ = Glibc.close(file)
  }
}
