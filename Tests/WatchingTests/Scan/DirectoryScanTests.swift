import FreshetCorpus
import Foundation
import Glibc
import Testing
import FreshetWatching

/// Expected reports are built from the system's own `stat`.
@Suite struct DirectoryScanTests {
  private let scratch = ScratchFolder()
  private let noon = Timestamp(nanoseconds: 43_200_000_000_000)

  private func scan(_ paths: [String]? = nil, maximumFileSizeInBytes: Int = 1_000) throws -> ScanReport {
    let directory = WatchedDirectory(
      root: scratch.path, takesHidden: true, maximumFileSizeInBytes: maximumFileSizeInBytes)
    let scope = try paths.map { try ScanScope(paths: $0) } ?? .everything
    return try directory.scan(scope, now: { noon })
  }

  private func report(
    _ paths: [String]? = nil, files: [String], skipped: [(String, SkipReason)] = [], gaps: [ScanGap] = [],
    folders: [String], missing: [String] = []
  ) throws -> ScanReport {
    ScanReport(
      scope: try paths.map { try ScanScope(paths: $0) } ?? .everything, started: noon, finished: noon,
      root: try WatchedDirectory(root: scratch.path).rootIdentity(),
      files: ScannedFiles(files.map { ScannedFile(path: $0, stamp: scratch.stamp($0)) }),
      skipped: skipped.map { SkippedEntry(path: $0.0, reason: $0.1) }, gaps: gaps,
      folders: folders.map { ListedFolder(path: $0) }, missing: missing.map { MissingEntry(path: $0) },
      // MountEvidenceTests checks these.
      crossings: try scan(paths).crossings)
  }

  @Test func `every entry is a file, a folder or counted by its reason`() throws {
    for path in [
      "a.md", "a/x.md", "a.b/y.md", "deep/er/z.md", "node/out.js", ".git/config", "deep/.freshet/s",
    ] {
      scratch.write("text", to: path)
    }
    scratch.write("node/\n*.tmp\n", to: ".gitignore")
    scratch.write("!keep.tmp\n", to: "a/.freshetignore")
    for path in ["drop.tmp", "a/keep.tmp"] { scratch.write("", to: path) }
    scratch.write(String(repeating: "x", count: 1_001), to: "large.md")
    try #require(mkfifo(scratch.at("pipe"), 0o644) == 0)

    let expected = try report(
      files: [
        ".gitignore", "a.b/y.md", "a.md", "a/.freshetignore", "a/keep.tmp", "a/x.md", "deep/er/z.md",
      ],
      skipped: [
        (".git", .ignored), ("deep/.freshet", .ignored), ("drop.tmp", .ignored), ("large.md", .tooLarge),
        ("node", .ignored), ("pipe", .notAFile),
      ], folders: ["", "a", "a.b", "deep", "deep/er"])
    #expect(try scan() == expected)
    #expect(expected.skippedCounts == [.ignored: 4, .tooLarge: 1, .notAFile: 1])
  }

  @Test func `the root's git exclude file counts, and is weaker than any ignore file`() throws {
    scratch.write("*.md\n", to: ".git/info/exclude")
    scratch.write("!b.md\n", to: ".gitignore")
    for path in ["a.md", "b.md"] { scratch.write("", to: path) }
    let expected = try report(
      files: [".gitignore", "b.md"], skipped: [(".git", .ignored), ("a.md", .ignored)], folders: [""])
    #expect(try scan() == expected)
  }

  @Test func `a link is followed inside the root and nowhere else`() throws {
    let outside = ScratchFolder()
    outside.write("secret", to: "secret.md")
    scratch.write("text", to: "docs/a.md")
    scratch.write("", to: ".git/config")
    scratch.link("inner.md", to: "docs/a.md")
    scratch.link("absolute", to: scratch.at("docs"))
    scratch.link("outer.md", to: outside.at("secret.md"))
    scratch.link("outer", to: outside.path)
    scratch.link("sibling", to: "../" + outside.path.split(separator: "/").last!)  // a scratch path has parts
    scratch.link("dangling", to: "nowhere")
    scratch.link("itself", to: "itself")
    scratch.link("git", to: ".git")

    let expected = try report(
      files: ["absolute/a.md", "docs/a.md", "inner.md"],
      skipped: [(".git", .ignored)]
        + ["dangling", "git", "itself", "outer", "outer.md", "sibling"].map { ($0, .notAFile) },
      folders: ["", "absolute", "docs"])
    #expect(try scan() == expected)
  }

  @Test func `circles of links end`() throws {
    scratch.write("text", to: "a/x.md")
    scratch.makeFolder("b")
    scratch.link("a/up", to: "..")
    scratch.link("a/self", to: ".")
    scratch.link("a/to-b", to: "../b")
    scratch.link("b/to-a", to: "../a")

    let expected = try report(
      files: ["a/x.md", "b/to-a/x.md"],
      skipped: ["a/up", "a/self", "a/to-b/to-a", "b/to-a/up", "b/to-a/self", "b/to-a/to-b"].map {
        ($0, .notAFile)
      },
      folders: ["", "a", "a/to-b", "b", "b/to-a"])
    #expect(try scan() == expected)
  }

  @Test func `folders that all link to each other are each seen once by every other, not once by every way`()
    throws
  {
    let names = (0..<6).map { "folder\($0)" }
    for name in names { scratch.write("", to: name + "/x.md") }
    let pairs = names.flatMap { one in names.filter { $0 != one }.map { "\(one)/\($0)" } }
    for pair in pairs { scratch.link(pair, to: "../" + pair.suffix(7)) }
    #expect(Set(try scan().folders.map(\.path)) == Set([""] + names + pairs))
  }

  @Test func `a folder's pattern also excludes a link to a folder`() throws {
    scratch.write("text", to: "real/x.md")
    scratch.write("linked/\n", to: ".gitignore")
    scratch.link("linked", to: "real")
    let expected = try report(
      files: [".gitignore", "real/x.md"], skipped: [("linked", .ignored)], folders: ["", "real"])
    #expect(try scan() == expected)
  }

  @Test func `names that aren't UTF-8 are counted, each with its own path; every other name is a document`() throws {
    let names: [[UInt8]] = [
      [0x61, 0xE9], [0x61, 0xE8], Array("e\u{301}".utf8), Array("\u{E9}".utf8), Array("a%E9".utf8),
    ]
    for name in names {
      let path = Array(scratch.path.utf8) + [0x2F] + name + [0]
      let file = open(path.map { CChar(bitPattern: $0) }, O_CREAT | O_WRONLY, 0o644)
      try #require(file >= 0)
      close(file)
    }
    scratch.write("", to: "line\nbreak")

    let expected = try report(
      files: ["a%E9", "e\u{301}", "line\nbreak", "\u{E9}"],
      skipped: [("/a%E8", .undecodable), ("/a%E9", .undecodable)], folders: [""])
    #expect(try scan() == expected)
    #expect(try scan().files.map { Array($0.path.utf8) } == expected.files.map { Array($0.path.utf8) })
  }

  @Test func `a scope limits the scan, and its ancestors' rules hold`() throws {
    for path in ["a/b/c.md", "a/b/d.tmp", "a/e.md", "f.md", "g/h.md", "gone/x", "out/x.md"] {
      scratch.write("", to: path)
    }
    scratch.write("*.tmp\nout\n", to: ".gitignore")
    try scratch.remove("gone")
    let paths = ["./a/b/", "a/b/c.md", "f.md", "gone/x", "out/x.md", "a/none.md", "f.md/below"]

    let expected = try report(
      paths, files: ["a/b/c.md", "f.md"], skipped: [("a/b/d.tmp", .ignored), ("out", .ignored)],
      folders: ["a/b"],
      missing: ["gone", "a/none.md"])
    #expect(try scan(paths) == expected)
    #expect(try scan([]) == report([], files: [], folders: []))
  }

  @Test func `a scope may name a link, which is a document or proven not to be one`() throws {
    scratch.write("text", to: "real/x.md")
    scratch.link("good.md", to: "real/x.md")
    scratch.link("bad.md", to: "real/none.md")
    let report = try scan(["good.md", "bad.md"])
    let expected = try self.report(
      ["good.md", "bad.md"], files: ["good.md"], skipped: [("bad.md", .notAFile)], folders: [],
      missing: ["bad.md"])
    #expect(report == expected)
    #expect(
      report.evidence(of: "bad.md", lastSeen: ScratchFolder.seen(scratch.stamp("good.md"), on: scratch.mounts))
        == .excluded(.notAFile))
  }

  @Test(arguments: ["/etc", "..", "a/../b", "a\0b"])
  func `a scope that is not below the root is refused`(path: String) {
    #expect(throws: WatchingError.notBelowRoot(path)) { try ScanScope(paths: [path]) }
  }

  @Test func `a root that is gone, or no directory, is an error and no empty report`() throws {
    let missing = scratch.at("missing")
    #expect(throws: WatchingError.rootMissing(missing)) {
      try WatchedDirectory(root: missing).scan(now: { noon })
    }
    scratch.write("", to: "file")
    #expect(throws: WatchingError.rootMissing(scratch.at("file"))) {
      try WatchedDirectory(root: scratch.at("file")).scan(now: { noon })
    }
  }

  @Test func `a cancelled scan has no report`() async throws {
    let directory = WatchedDirectory(root: scratch.path)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try directory.scan(now: { Timestamp(nanoseconds: 0) })
    }
    await #expect(throws: WatchingError.cancelled) { try await task.value }
  }
}
