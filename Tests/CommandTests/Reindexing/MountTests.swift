import Foundation
import Glibc
import Testing

/// `freshet` on documents that lie on several file systems, with real mounts.
@Suite(.serialized, .enabled(if: Mounting.isPermitted)) struct MountTests {
  private let mounting = Mounting()

  /// Documents under `docs`, an overlay with a folder in memory below one on the disk.
  private func overlay() throws -> CommandTree {
    let tree = try mounting.tree()
    for folder in ["memory", "upper", "work", "docs"] { try #require(mkdir(tree.at(folder), 0o755) == 0) }
    try mounting.mount("-t", "tmpfs", "tmpfs", at: tree.at("memory"))
    for name in ["a.md", "b.md", "sub/c.md", "sub/d.md"] {
      try tree.write("About \(name) here.\n", to: "memory/" + name)
    }
    let options = "lowerdir=\(tree.at("memory")),upperdir=\(tree.at("upper")),workdir=\(tree.at("work"))"
    try mounting.mount("-t", "overlay", "overlay", "-o", options, at: tree.at("docs"))
    return tree
  }

  private func reindex(_ tree: CommandTree) throws -> FreshetProcess.Outcome {
    try tree.freshet("reindex", "docs", "--store", tree.at("store"), "--embedder", "hashing")
  }

  private func texts(_ tree: CommandTree) throws -> [String] {
    try JSON.lines(tree.freshet("dump", "--store", tree.at("store")).output).map { $0["text"].text }.sorted()
  }

  @Test(arguments: [false, true])
  func `on an overlay, deleted and renamed documents leave the index`(isFromFormat4: Bool) throws {
    let tree = try overlay()
    #expect(try reindex(tree).status == 0)
    if isFromFormat4 { try StoreDatabase(in: tree.at("store")).run("UPDATE documents SET mounts = NULL") }
    try tree.remove("docs/a.md")
    try tree.move("docs/b.md", to: "docs/e.md")
    try tree.remove("docs/sub/c.md")
    let outcome = try reindex(tree)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try texts(tree) == ["About b.md here.", "About sub/d.md here."])
    #expect(try tree.freshet("audit", "--store", tree.at("store")).status == 0)
    try tree.remove("docs/sub")
    #expect(try reindex(tree).status == 0)
    #expect(try texts(tree) == ["About b.md here."])
  }

  @Test func `under a watch on an overlay, a barrier sees a deletion`() throws {
    let tree = try overlay()
    #expect(try reindex(tree).status == 0)
    let watch = try WatchProcess(in: tree.path, "docs", "--store", tree.at("store"))
    try watch.awaitHealth("watching")
    try tree.remove("docs/a.md")
    try tree.remove("docs/sub/d.md")
    let query = try tree.freshet("query", "about", "--store", tree.at("store"), "--consistency", "barrier", "--json")
    #expect(query.status == 0, "\(query)")
    #expect(try texts(tree) == ["About b.md here.", "About sub/c.md here."])
    _ = try watch.end()
  }

  @Test func `documents on an unmounted or hidden file system stay, and recover with the next mount`() throws {
    let tree = try mounting.tree(["docs/a.md": "Alpha.\n", "docs/hidden/b.md": "Beta.\n"])
    try #require(mkdir(tree.at("docs/disk"), 0o755) == 0)
    try tree.write("Gamma.\n", to: "bound/c.md")
    let disk = try mounting.mount("--bind", tree.at("bound"), at: tree.at("docs/disk"))
    #expect(try reindex(tree).status == 0)
    let all = try texts(tree)
    #expect(all == ["Alpha.", "Beta.", "Gamma."])

    mounting.undo(disk)
    let hiding = try mounting.mount("-t", "tmpfs", "tmpfs", at: tree.at("docs/hidden"))
    let held = try reindex(tree)
    #expect(held.status == 3)
    #expect(
      held.errors.contains(
        "failed: disk/c.md: the file system that was mounted at disk when the document was indexed is not mounted there now"
      ))
    #expect(
      held.errors.contains(
        "failed: hidden/b.md: a different file system is mounted at hidden than when the document was indexed"))
    #expect(try texts(tree) == all)

    mounting.undo(hiding)
    try mounting.mount("--bind", tree.at("bound"), at: tree.at("docs/disk"))
    let healed = try reindex(tree)
    #expect(healed.status == 0, "\(healed)")
    #expect(try texts(tree) == all)
    try tree.remove("bound/c.md")
    #expect(try reindex(tree).status == 0)
    #expect(try texts(tree) == ["Alpha.", "Beta."])
  }

  @Test func `while a root is an unmounted mount point, nothing leaves the index, and a read writes nothing there`()
    throws
  {
    let tree = try mounting.tree(["disk/a.md": "Alpha.\n", "disk/b.md": "Beta.\n"])
    try #require(mkdir(tree.at("docs"), 0o755) == 0)
    let disk = try mounting.mount("--bind", tree.at("disk"), at: tree.at("docs"))
    #expect(try reindex(tree).status == 0)
    let all = try texts(tree)
    #expect(all == ["Alpha.", "Beta."])

    mounting.undo(disk)
    for consistency in ["any", "barrier", "strict"] {
      _ = try tree.freshet("query", "alpha", "--store", tree.at("store"), "--consistency", consistency)
      #expect(try texts(tree) == all, "\(consistency)")
    }
    let held = try reindex(tree)
    #expect(held.status == 3, "\(held)")
    #expect(held.errors.contains("the folder is not the one that was indexed"), "\(held)")
    #expect(try texts(tree) == all)
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree.at("docs")) == [])

    try mounting.mount("--bind", tree.at("disk"), at: tree.at("docs"))
    #expect(try reindex(tree).status == 0)
    #expect(try texts(tree) == all)
  }

  /// `docs/memory/a.md` in memory, `docs/plain/b.md` on the disk, and a link to each in `docs/links`; indexed.
  private func linkedDocuments() throws -> (CommandTree, memory: String) {
    let tree = try mounting.tree(["docs/plain/b.md": "Beta.\n"])
    for folder in ["docs/memory", "docs/links"] { try #require(mkdir(tree.at(folder), 0o755) == 0) }
    let memory = try mounting.mount("-t", "tmpfs", "tmpfs", at: tree.at("docs/memory"))
    try tree.write("Alpha.\n", to: "docs/memory/a.md")
    try tree.link("docs/links/a.md", to: "../memory/a.md")
    try tree.link("docs/links/b.md", to: "../plain/b.md")
    #expect(try reindex(tree).status == 0)
    #expect(try names(tree) == ["links/a.md", "links/b.md", "memory/a.md", "plain/b.md"])
    return (tree, memory)
  }

  private func names(_ tree: CommandTree) throws -> [String] {
    try JSON.lines(tree.freshet("dump", "--store", tree.at("store")).output).map { $0["document"].text }.sorted()
  }

  @Test func `documents behind links stay while the file system of their targets is unmounted or hidden`() throws {
    let (tree, memory) = try linkedDocuments()
    let all = try names(tree)
    mounting.undo(memory)
    let hiding = try mounting.mount("-t", "tmpfs", "tmpfs", at: tree.at("docs/plain"))
    let held = try reindex(tree)
    #expect(held.status == 3)
    #expect(
      held.errors.contains(
        "failed: links/a.md: the file system that was mounted at memory when the document was indexed is not mounted there now"
      ))
    #expect(
      held.errors.contains(
        "failed: links/b.md: a different file system is mounted at plain than when the document was indexed"))
    #expect(try names(tree) == all)
    let audit = try JSON(parsing: tree.freshet("audit", "--json", "--store", tree.at("store")).output)
    #expect(audit["counts"]["unverified"] == 4)
    #expect(audit["counts"]["orphaned"] == 0)
    _ = try tree.freshet("query", "beta", "--mode", "lexical", "--store", tree.at("store"), "--consistency", "barrier")
    #expect(try names(tree) == all)

    mounting.undo(hiding)
    try tree.remove("docs/plain/b.md")
    #expect(try reindex(tree).status == 3)
    #expect(try names(tree) == ["links/a.md", "memory/a.md"])
  }

  @Test func `documents behind links leave if their targets are deleted on file systems that are mounted`() throws {
    let (tree, _) = try linkedDocuments()
    for name in ["memory/a.md", "plain/b.md"] { try tree.remove("docs/" + name) }
    let outcome = try tree.freshet(
      "reindex", "docs", "--store", tree.at("store"), "--embedder", "hashing", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    let documents = try JSON(parsing: outcome.output)["documents"]
    #expect(documents["removed"] == 4)
    #expect(documents["skipped"] == ["notAFile": 2])
    #expect(try names(tree).isEmpty)
  }

  @Test func `a watch keeps a document behind a link whose target is hidden by a mount`() throws {
    let (tree, _) = try linkedDocuments()
    let all = try names(tree)
    let watch = try WatchProcess(in: tree.path, "docs", "--store", tree.at("store"))
    try watch.awaitHealth("watching")
    try mounting.mount("-t", "tmpfs", "tmpfs", at: tree.at("docs/plain"))
    try tree.link("staged.md", to: "../plain/b.md")
    try #require(rename(tree.at("staged.md"), tree.at("docs/links/b.md")) == 0)
    _ = try tree.freshet("query", "beta", "--mode", "lexical", "--store", tree.at("store"), "--consistency", "barrier")
    #expect(try names(tree) == all)
    let why = try tree.freshet("why", "links/b.md", "--store", tree.at("store")).output
    #expect(why.contains("a different file system is mounted at plain than when the document was indexed"), "\(why)")
    _ = try watch.end()
  }

  @Test func `during a watch, a barrier sees changes of a mounted file and of a mount over a folder`() throws {
    let tree = try mounting.tree(["docs/f.md": "Outer.\n", "docs/sub/x.md": "Below.\n", "inner.md": "Inner.\n"])
    let file = try mounting.mount("--bind", tree.at("inner.md"), at: tree.at("docs/f.md"))
    let watch = try WatchProcess(in: tree.path, "docs", "--store", tree.at("store"))
    try watch.awaitHealth("watching")
    func answer() throws -> FreshetProcess.Outcome {
      try tree.freshet(
        "query", "inner outer below above", "--mode", "lexical", "--store", tree.at("store"), "--consistency",
        "barrier",
        "--json")
    }
    try FileHandle.overwrite(tree.at("inner.md"), with: "Edited.\n")
    #expect(try answer().status == 0)
    #expect(try texts(tree) == ["Below.", "Edited."])

    let folder = try mounting.mount("-t", "tmpfs", "tmpfs", at: tree.at("docs/sub"))
    let hidden = try JSON(parsing: answer().output)["hits"].elements.map { $0["certificate"]["freshness"].text }
    #expect(!hidden.contains("fresh"), "\(hidden)")
    try tree.write("Above.\n", to: "docs/sub/y.md")
    #expect(try answer().status == 0)
    #expect(try texts(tree) == ["Above.", "Below.", "Edited."])

    mounting.undo(folder)
    mounting.undo(file)
    #expect(try answer().status == 0)
    #expect(try texts(tree).contains("Below."))
    #expect(try texts(tree).contains("Outer."))
    _ = try watch.end()
  }
}

extension FileHandle {
  /// Writes in place, like an editor that keeps the inode.
  fileprivate static func overwrite(_ path: String, with text: String) throws {
    let file = try #require(fopen(path, "w"), "\(path): errno \(errno)")
    fputs(text, file)
    fclose(file)
  }
}

/// Makes real mounts, and unmounts them when it is deallocated.
private final class Mounting {
  static let isPermitted: Bool = {
    let refusal = getuid() == 0 ? refusalToRoot() : "only root can mount file systems"
    if let refusal { print("tests with real mounts are skipped: \(refusal)") }
    return refusal == nil
  }()

  private static func refusalToRoot() -> String? {
    do {
      let mounting = Mounting()
      let tree = try mounting.tree(["one/a": "", "two/a": "", "merged/a": ""])
      try mounting.mount("-t", "tmpfs", "tmpfs", at: tree.at("one"))
      let layers = "lowerdir=\(tree.at("one")):\(tree.at("two"))"
      try mounting.mount("-t", "overlay", "overlay", "-o", layers, at: tree.at("merged"))
      return withExtendedLifetime(mounting) { nil }
    } catch {
      return "\(error)"
    }
  }

  private var points: [String] = []
  /// Kept until everything in them is unmounted.
  private var trees: [CommandTree] = []

  func tree(_ documents: [String: String] = [:]) throws -> CommandTree {
    let tree = try CommandTree(documents)
    trees.append(tree)
    return tree
  }

  deinit {
    for point in points.reversed() { undo(point) }
  }

  @discardableResult
  func mount(_ arguments: String..., at point: String) throws -> String {
    let process = try Process.run(URL(fileURLWithPath: "/bin/mount"), arguments: arguments + [point])
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Refused(arguments: arguments) }
    points.append(point)
    return point
  }

  func undo(_ point: String) {
    guard let index = points.firstIndex(of: point) else { return }
    points.remove(at: index)
    let process = try? Process.run(URL(fileURLWithPath: "/bin/umount"), arguments: ["-l", point])
    process?.waitUntilExit()
  }

  private struct Refused: Error { let arguments: [String] }
}
