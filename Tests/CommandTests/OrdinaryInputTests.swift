import Foundation
import Testing

/// Ordinary input, nothing hostile: it must not crash the process.
@Suite struct OrdinaryInputTests {
  private func indexed() throws -> CommandTree {
    let tree = try CommandTree([
      "b.md": "Beta.\n", "x": "One letter.\n", "sub/a.md": "Alpha.\n", "sub/t/c.md": "Gamma.\n",
    ])
    try tree.reindex()
    return tree
  }

  @Test(arguments: [
    ["b.md", "b.md"], ["sub", "sub/a.md"], ["sub/a.md", "sub"], ["sub/", "./sub//a.md", "sub/t/../t"], ["x", "x", "."],
    ["sub/t/c.md", "sub/t", "sub"], ["b.md", "b.md/"],
  ])
  func `repeated or nested paths count once`(paths: [String]) throws {
    let tree = try indexed()
    for name in ["b.md", "x", "sub/a.md", "sub/t/c.md"] { try tree.write("Changed, all of it.\n", to: name) }
    let outcome = try tree.freshet(["reindex", "-q", "--json"] + paths)
    #expect(outcome.status == 0, "\(outcome)")
    try tree.reindex()
    #expect(try tree.dump() == tree.dumpFromScratch())
    #expect(try tree.freshet(["reindex", "--dry-run"] + paths).status == 0)
  }

  @Test(arguments: ["log", "why", "diff", "erase"])
  func `a document's name may have one letter, whether the index has it or not`(command: String) throws {
    let tree = try indexed()
    for name in ["y", "/", "", ".", "..", "//", "x/", "\u{308}"] {
      let outcome = try tree.freshet(command, name)
      // With a trailing slash it is the known document.
      #expect([0, 1, 2, 7].contains(outcome.status), "\(command) \(name): \(outcome)")
    }
    #expect(try tree.freshet("log", "x").status == 0)
    #expect(try tree.freshet("why", "x").status == 0)
  }

  @Test func `an output file may have a name of one letter`() throws {
    let tree = try indexed()
    #expect(try tree.freshet("audit", "--output", "r", "--write-baseline", "l").status == 0)
    #expect(tree.exists("r"))
    try tree.reindex()
    #expect(try tree.freshet("audit", "--baseline", "l").status == 0)
    #expect(try tree.freshet("monitor", "--for", "1ms", "--metrics", "m").status == 2)
    try tree.write(#"{"id": 1, "text": "alpha"}"#, to: "q")
    try tree.write("1\tx\t1\n", to: "j")
    #expect(try tree.freshet("eval", "--queries", "q", "--qrels", "j", "--run", "t").status == 0)
  }

  @Test(arguments: [
    ["--limit", "9223372036854775807"], ["--limit", "2305843009213693952", "--mode", "vector"],
    ["--limit", "4611686018427387904", "--mode", "lexical"], ["--recall", "1e-320"],
    ["--consistency", "bounded", "--max-age", "100000d"], ["--consistency", "barrier", "--timeout", "100000d"],
    ["--in", "*x*x*x*x*x*x*x*x*x*x*x*x*x*y"], ["--in", "**/**/**/**/**/**/**/x"],
    ["--where", "path = *x*x*x*x*x*x*x*x*x*x*x*x*x*y"],
    ["--where", String(repeating: "(", count: 60) + "a < 1e-320" + String(repeating: ")", count: 60)],
  ])
  func `no number or pattern in the options of a question is too large`(options: [String]) throws {
    let outcome = try indexed().freshet(["query", "alpha"] + options)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func `numbers in freshet.toml are accepted up to a bound, and refused with their line above it`() throws {
    let tree = try CommandTree(["docs/a.md": "Alpha.\n"])
    for (line, status) in [
      ("batch = 9223372036854775807", 2), ("max-pending = 1000000000", 0), ("settle = \"100000d\"", 0),
      ("policy = \"refresh-ahead\"\nbeta = 1e308", 2), ("policy = \"refresh-ahead\"\nbeta = 1e6", 0),
    ] {
      try tree.write("[sources.docs]\nroot = \"docs\"\n\(line)\n", to: "freshet.toml")
      let outcome = try tree.freshet("reindex", "--embedder", "hashing", "-q")
      #expect(outcome.status == status, "\(line): \(outcome)")
      if status == 2 { #expect(outcome.errors.contains("freshet.toml, line ")) }
    }
  }

  @Test func `files with a time in any year are indexed, and the next run finds them unchanged`() throws {
    let tree = try CommandTree()
    for (name, seconds) in ["old": -62_000_000_000, "before": -1, "far": 1 << 40, "edge": 9_223_372_036] {
      try tree.write("The year of \(name).\n", to: "\(name).md")
      // UTIME_OMIT, which Glibc's module leaves out: keeps the access time.
      var times = [timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2), timespec(tv_sec: seconds, tv_nsec: 999_999_999)]
      utimensat(AT_FDCWD, tree.at("\(name).md"), &times, 0)
    }
    try tree.reindex()
    for command in [["audit", "--verify"], ["why", "old.md"], ["status"], ["audit", "--format", "html"], ["dump"]] {
      let outcome = try tree.freshet(command)
      #expect(outcome.status == 0, "\(command): \(outcome)")
    }
    #expect(try tree.reindex()["documents"]["changed"] == 0)
  }

  @Test func `a library that is preloaded and moves the environment takes no arguments away`() throws {
    let tree = try indexed()
    let folders = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib")
    let libraries = folders.map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }
    let library = libraries.first { FileManager.default.fileExists(atPath: $0) }
    let outcome = try Shell.run(
      "exec env LD_PRELOAD=$library FAKETIME=+1h $freshet why b.md", in: tree.path,
      environment: ["library": try #require(library, "run `make test-system`")])
    #expect(outcome.output.contains("b.md"), "\(outcome)")
  }

  @Test func `a path of thousands of parts is answered`() throws {
    let tree = try indexed()
    let down = String(repeating: "a/", count: 20_000)
    let up = String(repeating: "../", count: 20_000)
    for path in [down, up, down + up, String(repeating: "a", count: 60_000)] {
      for (command, answers) in [("why", [2]), ("status --store", [2, 4])] {
        let line = "exec timeout 60 $freshet \(command) \"$path\""
        let outcome = try Shell.run(line, in: tree.path, environment: ["path": path])
        #expect(answers.contains(Int(outcome.status)), "\(command): \(outcome.status)")
      }
    }
  }

  @Test func `a watch continues while a name alternates between file and folder`() throws {
    let tree = try CommandTree(["a": "A file.\n"])
    let watch = try WatchProcess(in: tree.path)
    try watch.awaitServed("a")
    for number in 0..<6 {
      try tree.remove("a")
      try tree.write("Below, \(number).\n", to: "a/b.md")
      try tree.remove("a")
      try tree.write("A file again, \(number).\n", to: "a")
    }
    try tree.write("The end.\n", to: "end.md")
    try watch.awaitServed("end.md")
    #expect(try watch.end().status == 130)
    try tree.reindex()
    #expect(try tree.dump() == tree.dumpFromScratch())
  }

  @Test func `two documents whose printed names look the same are both reported`() throws {
    let tree = try CommandTree(["one/notes:x.md": "One.\n", "two/x.md": "Two.\n"])
    try tree.write(
      "[sources.files]\nroot = \"one\"\n[sources.notes]\nroot = \"two\"\n", to: "freshet.toml")
    try tree.reindex()
    try StoreDatabase(in: tree.store).run(
      "INSERT INTO journal (source, path, observed_at, failure) VALUES ('files', 'notes:x.md', 1, 'a'), ('notes', 'x.md', 1, 'b')"
    )
    #expect(try tree.freshet("status", "--json").status == 0)
    #expect(try tree.freshet("reindex", "--json", "-q").status == 0)
  }
}

/// Short runs of the programs that `make soak` runs for long, with other seeds.
@Suite struct HostileInputTests {
  private func run(_ program: String, _ arguments: String...) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../Benchmarks/hostile")
    let outcome = try Shell.run(
      "exec python3 -B \(program) \"$freshet\" \(arguments.joined(separator: " "))", in: folder.standardizedFileURL.path
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func `random command lines end with documented exit codes`() throws { try run("commands.py", "150", "7") }

  @Test func `every command on a store with an invalid field ends with a documented exit code`() throws {
    try run("fields.py", "25", "7")
  }
}
