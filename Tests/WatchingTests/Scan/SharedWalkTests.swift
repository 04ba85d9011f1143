import FreshetCorpus
import Glibc
import FreshetSeededNumbers
import Testing

@testable import FreshetWatching

/// A scan of everything is walked by several threads: they must see what one walk sees.
@Suite struct SharedWalkTests {
  private let noon = Timestamp(nanoseconds: 43_200_000_000_000)

  private func inOne(_ directory: WatchedDirectory) throws -> ScanReport {
    try directory.scan(.everything, now: { noon }, noticing: { _ in })
  }

  @Test(arguments: [0, 1, 2, 31, 32, 33, 100])
  func `any number of entries is shared out whole`(count: Int) throws {
    let scratch = ScratchFolder()
    for number in 0..<count { scratch.write("text", to: number % 3 == 0 ? "f\(number)/a.md" : "n\(number).md") }
    let directory = WatchedDirectory(root: scratch.path)
    let report = try directory.scan(now: { noon })
    #expect(report == (try inOne(directory)))
    #expect(report.files.count == count)
  }

  @Test func `whatever lies in a tree, it is seen as by one walk`() throws {
    for seed in UInt64(1)...40 {
      var random = SplitMix64(seed: seed)
      let scratch = ScratchFolder()
      grow(in: scratch, &random)
      let directory = WatchedDirectory(root: scratch.path, exclude: ["*.tmp"], maximumFileSizeInBytes: 100)
      #expect(try directory.scan(now: { noon }) == (try inOne(directory)), "seed \(seed)")
    }
  }

  /// Parts are given away at random moments, and from those others, and walked one after another.
  @Test func `whenever parts are given away, each entry is in exactly one of them`() throws {
    for seed in UInt64(1)...40 {
      var random = SplitMix64(seed: seed)
      let scratch = ScratchFolder()
      grow(in: scratch, &random)
      let directory = WatchedDirectory(root: scratch.path, exclude: ["*.tmp"], maximumFileSizeInBytes: 100)
      var root = DirectoryScan(of: try RootFolder(path: scratch.path), in: directory, scope: .everything)
      try root.enterRoot()
      var (waiting, finished) = ([root], [DirectoryScan]())
      while var part = waiting.popLast() {
        try part.goOn(isCancelled: { false }, isWanted: { random.chance(30) }, giving: { waiting.append($0) })
        finished.append(part)
      }
      let whole = DirectoryScan(joining: finished.shuffled(using: &random)).report(started: noon, finished: noon)
      #expect(whole == (try inOne(directory)), "seed \(seed), \(finished.count) parts")
    }
  }

  @Test func `a folder below others is shared as the root is`() throws {
    let scratch = ScratchFolder()
    for number in 0..<40 { scratch.write("text", to: "docs/site/n\(number).md") }
    let directory = WatchedDirectory(root: scratch.path)
    var walk = DirectoryScan(of: try RootFolder(path: scratch.path), in: directory, scope: .everything)
    try walk.enterRoot()
    var given: [DirectoryScan] = []
    try walk.goOn(isCancelled: { false }, isWanted: { given.isEmpty }, giving: { given.append($0) })
    try given[0].goOn { false }
    #expect(walk.files.count == 20 && given[0].files.count == 20)
  }

  @Test func `two Unicode forms of one name in the root are two files`() throws {
    let scratch = ScratchFolder()
    for name in ["caf\u{E9}.md", "cafe\u{301}.md", "z.md"] { scratch.write("text", to: name) }
    let report = try WatchedDirectory(root: scratch.path).scan(now: { noon })
    #expect(
      report.files.map { Array($0.path.utf8) } == ["cafe\u{301}.md", "caf\u{E9}.md", "z.md"].map { Array($0.utf8) })
    #expect(report.skipped == [])
  }

  @Test func `a cancelled task gets no report`() async {
    let scratch = ScratchFolder()
    for number in 0..<50 { scratch.write("text", to: "f\(number)/a.md") }
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try WatchedDirectory(root: scratch.path).scan(now: { noon })
    }
    let result = await task.result
    #expect(throws: WatchingError.cancelled) { try result.get() }
  }

  /// Folders, files too large, ignored ones, links inside the root and out of it, pipes, folders that can't be listed.
  private func grow(in scratch: ScratchFolder, _ random: inout SplitMix64) {
    for number in 0..<Int.random(in: 0...40, using: &random) {
      let folder = random.pick(["", "a/", "b/", "b/c/", "d\(number)/"])
      let path = "\(folder)\(number)"
      switch Int.random(in: 0..<9, using: &random) {
      case 0: scratch.write(String(repeating: "x", count: 101), to: path)
      case 1: scratch.write("", to: path + ".tmp")
      case 2: scratch.write("\(number)*\n", to: folder + ".gitignore")
      case 3 where folder.isEmpty: scratch.link(path, to: random.pick(["a", "b/c", "/etc", "nowhere", "."]))
      case 4:
        scratch.makeFolder(String(folder.dropLast()))
        mkfifo(scratch.at(path), 0o644)
      default: scratch.write("text", to: path)
      }
    }
  }
}
