import FreshetCorpus
import Glibc
import Testing
import FreshetWatching

@Suite struct OwnRulesTests {
  private let scratch = ScratchFolder()

  init() {
    for path in ["a.md", "b.txt", "docs/c.md", "docs/d.tmp", "docs/deep/e.txt", "drafts/f.md", "keep.log"] {
      scratch.write("text", to: path)
    }
  }

  private func files(_ include: [String], _ exclude: [String] = []) throws -> Set<String> {
    let directory = WatchedDirectory(root: scratch.path, include: include, exclude: exclude)
    return Set(try directory.scan(now: { Timestamp(nanoseconds: 0) }).files.map(\.path))
  }

  @Test(
    arguments: [
      ([], ["a.md", "b.txt", "docs/c.md", "docs/d.tmp", "docs/deep/e.txt", "drafts/f.md", "keep.log"]),
      (["*.md"], ["a.md", "docs/c.md", "drafts/f.md"]), (["/*.md"], ["a.md"]),
      (["docs/"], ["docs/c.md", "docs/d.tmp", "docs/deep/e.txt"]),
      (["docs/*"], ["docs/c.md", "docs/d.tmp", "docs/deep/e.txt"]),
      (["docs/**/*.txt"], ["docs/deep/e.txt"]), (["docs", "!*.tmp"], ["docs/c.md", "docs/deep/e.txt"]),
      (["docs", "!deep/", "e.txt"], ["docs/c.md", "docs/d.tmp", "docs/deep/e.txt"]),
      (["docs", "!deep/"], ["docs/c.md", "docs/d.tmp"]),
      (["a.md/"], []), (["# nothing"], []), (["[broken"], []),
    ] as [([String], Set<String>)])
  func `only files that a pattern includes, or a folder above them, are documents`(
    include: [String], expected: Set<String>
  ) throws {
    #expect(try files(include) == expected)
  }

  @Test func `what a source excludes is ignored, folders are not entered, and no ignore file takes it back`() throws {
    scratch.write("!*.txt\n!drafts/\n", to: ".gitignore")
    scratch.write("!d.tmp\n", to: "docs/.freshetignore")
    let directory = WatchedDirectory(
      root: scratch.path, exclude: ["*.txt", "drafts/", "d.tmp", "/docs/deep"], takesHidden: true)
    let report = try directory.scan(now: { Timestamp(nanoseconds: 0) })
    #expect(report.files.map(\.path) == [".gitignore", "a.md", "docs/.freshetignore", "docs/c.md", "keep.log"])
    let skipped = ["b.txt", "docs/d.tmp", "docs/deep", "drafts"].map { SkippedEntry(path: $0, reason: .ignored) }
    #expect(report.skipped == skipped)
    #expect(report.folders.map(\.path) == ["", "docs"])
  }

  @Test func `a source may take back what an ignore file excludes, but not what lies below an excluded folder`() throws
  {
    scratch.write("*.log\ndrafts/\n", to: ".gitignore")
    #expect(try files(["*.log", "*.md"], ["!keep.log", "!drafts/f.md"]) == ["a.md", "docs/c.md", "keep.log"])
  }

  @Test func `what is not included counts as ignored, also by way of a link, and in a scope`() throws {
    scratch.link("link.txt", to: "a.md")
    scratch.link("link.md", to: "b.txt")
    let directory = WatchedDirectory(root: scratch.path, include: ["*.md"])
    let scope = try ScanScope(paths: ["link.txt", "link.md", "b.txt", "docs"])
    let report = try directory.scan(scope, now: { Timestamp(nanoseconds: 0) })
    #expect(report.files.map(\.path) == ["docs/c.md", "link.md"])
    let skipped = ["b.txt", "docs/d.tmp", "docs/deep/e.txt", "link.txt"].map {
      SkippedEntry(path: $0, reason: .ignored)
    }
    #expect(report.skipped == skipped)
    #expect(report.folders.map(\.path) == ["docs", "docs/deep"])
  }

  @Test func `the rules tell directories apart, and reading knows nothing of them`() throws {
    let (plain, picky) = (WatchedDirectory(root: scratch.path), WatchedDirectory(root: scratch.path, exclude: ["*.md"]))
    #expect(plain != picky)
    #expect(picky == WatchedDirectory(root: scratch.path, exclude: ["*.md"]))
    #expect(picky.probe("a.md") == .present(scratch.stamp("a.md")))
    let later = Timestamp(nanoseconds: .max)
    #expect(try picky.read("a.md", now: { later }) == plain.read("a.md", now: { later }))
  }

  @Test func `the store's folder is left out under any name, and so are links into it`() throws {
    for path in ["docs/my[1]/writer.lock", "docs/my1/g.md"] { scratch.write("text", to: path) }
    for (link, target) in [("link", "docs/my[1]"), ("link.md", "docs/my[1]/writer.lock")] {
      scratch.link(link, to: target)
    }
    let (before, store) = (try files([]), "docs/my[1]")
    let directory = WatchedDirectory(root: scratch.path, include: ["*"], exclude: ["!my*"], storeFolder: store)
    let report = try directory.scan(now: { Timestamp(nanoseconds: 0) })
    #expect(before.isSuperset(of: ["docs/my1/g.md", "docs/my[1]/writer.lock", "link.md", "link/writer.lock"]))
    #expect(
      Set(report.files.map(\.path))
        == before.subtracting(["docs/my[1]/writer.lock", "link.md", "link/writer.lock"]))
    #expect(report.skipped.map(\.path) == [store, "link", "link.md"])
    #expect(report.skipped.map(\.reason) == [.ignored, .notAFile, .notAFile])
    #expect(!report.folders.contains(ListedFolder(path: store)))
  }

  @Test(arguments: ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "writer.lock"])
  func `another hard link to one of the store's files is neither shown nor read`(name: String) throws {
    scratch.write("text", to: "store/" + name)
    scratch.makeFolder("source")
    scratch.write("text", to: "source/a.md")
    try #require(Glibc.link(scratch.at("store/" + name), scratch.at("source/h.db")) == 0)
    scratch.link("source/link.db", to: "h.db")
    let directory = WatchedDirectory(root: scratch.at("source"), store: scratch.at("store"))
    let report = try directory.scan(now: { Timestamp(nanoseconds: 0) })
    #expect(report.files.map(\.path) == ["a.md"])
    #expect(report.skipped.map(\.path) == ["h.db", "link.db"])
    #expect(report.skipped.allSatisfy { $0.reason == .ignored && $0.isOfStore })
    for path in ["h.db", "link.db"] {
      #expect(report.evidence(of: path) == .excluded(.ignored))
      #expect(directory.probe(path) == .excluded(.ignored))
      #expect(try directory.read(path, now: { Timestamp(nanoseconds: 0) }) == .skipped(.ignored, nil))
    }
  }

  @Test func `the store's folder is left out below a link to the folder that it lies in`() throws {
    let files = ["docs/st/store.sqlite", "docs/st/writer.lock", "docs/st/other"]
    for path in files { scratch.write("text", to: path) }
    scratch.link("alias", to: "docs")
    let directory = WatchedDirectory(root: scratch.path, storeFolder: "docs/st", store: scratch.at("docs/st"))
    let report = try directory.scan(now: { Timestamp(nanoseconds: 0) })
    let paths = report.files.map(\.path)
    #expect(paths.contains("alias/c.md"))
    #expect(!paths.contains { $0.contains("/st/") })
    #expect(report.skipped.map(\.path) == ["alias/st", "docs/st"])
    for path in ["alias/st/store.sqlite", "alias/st/writer.lock", "alias/st/other"] {
      #expect(report.evidence(of: path) == .excluded(.ignored))
      #expect(directory.probe(path) == .excluded(.ignored))
      #expect(try directory.read(path, now: { Timestamp(nanoseconds: 0) }) == .skipped(.ignored, nil))
    }
  }

  @Test func `scan, probe and read take nothing in the store's folder for a document`() throws {
    let directory = WatchedDirectory(root: scratch.path, storeFolder: "docs/deep")
    for path in ["docs/deep/e.txt", "docs/deep/gone", "docs/deep"] {
      let report = try directory.scan(ScanScope(paths: [path]), now: { Timestamp(nanoseconds: 0) })
      #expect(report.files.isEmpty)
      #expect(report.evidence(of: path) == .excluded(.ignored))
      #expect(directory.probe(path) == .excluded(.ignored))
      #expect(try directory.read(path, now: { Timestamp(nanoseconds: 0) }) == .skipped(.ignored, nil))
    }
    #expect(directory.probe("docs/c.md") == .present(scratch.stamp("docs/c.md")))
  }
}
