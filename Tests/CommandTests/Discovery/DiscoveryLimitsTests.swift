import Foundation
import Glibc
import Testing

/// Where a search upwards ends, and which roots must be named.
@Suite struct DiscoveryLimitsTests {
  private let tree: CommandTree

  init() throws {
    tree = try CommandTree(["a.md": "Alpha stands here.\n", "sub/deep/b.md": "Beta stands here.\n"])
    try tree.reindex()
  }

  private func freshet(
    _ arguments: String..., in folder: String, with environment: [String: String]
  ) throws -> FreshetProcess.Outcome {
    try tree.freshet(arguments, in: folder, environment: environment.merging(["FRESHET_EMBEDDER": "hashing"]) { $1 })
  }

  @Test(
    arguments: [
      ("", 0), ("TREE", 2), ("/nowhere:TREE:/etc", 2), ("TREE/sub", 2), ("TREE/sub/deep", 0), ("/", 0),
      ("TREE/sub/", 2),
      (":", 0),
    ] as [(String, Int32)])
  func `the search doesn't go up to a ceiling, but begins in one`(ceilings: String, status: Int32) throws {
    let ceilings = ceilings.replacing("TREE", with: tree.path)
    #expect(try freshet("query", "Alpha", in: "sub/deep", with: ["FRESHET_CEILING": ceilings]).status == status)
  }

  /// Runs a shell line in `sub`, on which a file system in memory is mounted for this line only.
  private func onMountedSub(_ line: String) throws -> FreshetProcess.Outcome {
    try Shell.run(
      "exec unshare -m bash -c \"$line\"", in: tree.path,
      environment: [
        "FRESHET_EMBEDDER": "hashing",
        "line": "mount -t tmpfs tmpfs sub && mkdir sub/deep && cd sub && \(line)",
      ])
  }

  @Test(.enabled(if: PrivateMounts.arePermitted, "mounting isn't permitted here"))
  func `the search ends at a file system's border`() throws {
    #expect(try freshet("query", "Alpha", in: "sub/deep", with: [:]).status == 0)
    for folder in [".", "deep"] {
      let outcome = try onMountedSub("cd \(folder) && exec $freshet query Alpha")
      #expect(outcome.status == 2 && outcome.errors.contains("no .freshet in \(tree.at("sub"))"), "\(outcome)")
    }
    let named = try onMountedSub("exec $freshet query Alpha --store ../.freshet")
    #expect(named.status == 0 && named.output.contains("Alpha stands here."), "\(named)")
  }

  @Test(.enabled(if: PrivateMounts.arePermitted, "mounting isn't permitted here"))
  func `a folder on a file system of its own gets a store of its own, which is found up to the border`() throws {
    let line = "echo Gamma. > deep/c.md && $freshet reindex -q && ls -A && cd deep && exec $freshet query Gamma"
    let outcome = try onMountedSub(line)
    #expect(outcome.status == 0 && outcome.output.contains("\n.freshet\ndeep\n"), "\(outcome)")
    #expect(outcome.output.contains("deep/c.md"), "\(outcome)")
    let using = "freshet: using the store \(tree.at("sub/.freshet")), root \(tree.at("sub"))\n"
    #expect(outcome.errors.hasSuffix(using), "\(outcome)")
    #expect(try tree.dump().allSatisfy { !$0["text"].text.contains("Gamma") })
  }

  @Test func `a ceiling may be named by a link, and must be absolute`() throws {
    let other = try CommandTree()
    try other.link("link", to: tree.path)
    #expect(try freshet("query", "Alpha", in: "sub", with: ["FRESHET_CEILING": other.at("link")]).status == 2)
    let relative = try freshet("query", "Alpha", in: "sub", with: ["FRESHET_CEILING": "sub"])
    #expect(relative.status == 2)
    #expect(relative.errors.contains("FRESHET_CEILING contains sub, which isn't an absolute path"))
  }

  @Test func `the home folder is no root unless it is named`() throws {
    let home = try CommandTree(["a.md": "Alpha.\n", "work/b.md": "Beta.\n"])
    func run(_ arguments: String..., in folder: String = ".") throws -> FreshetProcess.Outcome {
      try home.freshet(arguments, in: folder, environment: ["HOME": home.path, "FRESHET_EMBEDDER": "hashing"])
    }
    for command in ["reindex", "watch"] {
      let outcome = try run(command, "-q")
      #expect(outcome.status == 2 && outcome.errors.contains("`freshet reindex \(home.path)`"), "\(outcome)")
    }
    #expect(!home.exists(".freshet"))
    #expect(try run("reindex", "-q", "work").status == 0)
    #expect(try run("reindex", "-q", home.path).status == 0)
    try home.remove("work/.freshet")

    for command in [["reindex", "-q"], ["query", "Alpha"], ["status"], ["doctor"], ["watch", "-q"]] {
      let outcome = try home.freshet(command, in: "work", environment: ["HOME": home.path])
      #expect(outcome.status == 2, "\(command): \(outcome)")
      #expect(outcome.errors.hasPrefix("freshet: \(home.store) covers all of \(home.path)"), "\(command): \(outcome)")
    }
    #expect(try run("query", "Alpha").status == 0)
    #expect(try run("reindex", "-q").status == 2)
    #expect(try run("query", "--store", home.store, "Alpha", in: "work").status == 0)
    #expect(try run("reindex", "-q", "--store", home.at("work/.freshet"), home.at("work")).status == 0)
    #expect(try run("query", "Beta", in: "work").errors.isEmpty)
  }

  @Test func `a freshet.toml in the home folder may be about folders below it`() throws {
    let home = try CommandTree([
      "freshet.toml": "embedder = \"hashing\"\n[sources.notes]\nroot = \"notes\"\n", "notes/a.md": "Alpha.\n",
    ])
    func run(_ arguments: String...) throws -> FreshetProcess.Outcome {
      try home.freshet(arguments, in: "notes", environment: ["HOME": home.path])
    }
    #expect(try run("reindex", "-q").status == 0)
    #expect(try run("query", "Alpha").errors == "freshet: using the store \(home.store), root \(home.at("notes"))\n")
    try home.write("embedder = \"hashing\"\n", to: "freshet.toml")
    #expect(try run("reindex", "-q").status == 2)
    try home.write("embedder = \"hashing\"\n[sources.notes]\nroot = \".\"\n", to: "freshet.toml")
    let relative = try run("reindex", "-q")
    #expect(relative.status == 2 && relative.errors.contains("`root = \"\(home.path)\"`"))
    try home.write("embedder = \"hashing\"\n[sources.notes]\nroot = \"\(home.path)\"\n", to: "freshet.toml")
    #expect(try run("status").status == 0)
  }

  @Test func `a store that was named elsewhere is said too`() throws {
    let other = try CommandTree()
    let outcome = try other.freshet("query", "--store", tree.store, "Alpha")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "freshet: using the store \(tree.store), root \(tree.path)\n")
    let quiet = try other.freshet("reindex", "-q", "--store", tree.store, tree.path)
    #expect(quiet.errors == "freshet: using the store \(tree.store), root \(tree.path)\n")
  }

  @Test func `a watch says it, too, with -q`() throws {
    let watch = try FreshetProcess(
      ["watch", "-q", "--embedder", "hashing"], in: tree.at("sub"), errors: .terminal)
    let line = "freshet: using the store \(tree.store), root \(tree.path)"
    let errors = try watch.readErrors { $0.contains(line) }
    #expect(errors.contains(line))
    watch.send(SIGKILL)
    _ = try watch.finish()
  }
}

/// Whether this machine permits mounts in a namespace of the process's own. No other process sees such a mount.
private enum PrivateMounts {
  static let arePermitted: Bool = {
    let outcome = try? Shell.run("unshare -m mount -t tmpfs tmpfs /mnt", in: "/")
    let isPermitted = outcome?.status == 0
    if !isPermitted { print("tests of a file system's border are skipped: \(outcome?.errors ?? "no shell")") }
    return isPermitted
  }()
}
