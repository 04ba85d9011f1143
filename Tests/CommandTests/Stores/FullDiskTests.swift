import Foundation
import Glibc
import Testing

@Suite(.enabled(if: SmallDisk.canBeMade, "only root can mount a small file system"))
struct FullDiskTests {
  @Test func `a full disk leaves the run incomplete, and with more room the next one completes it`() throws {
    let tree = try CommandTree()
    for document in 0..<40 {
      let words = (0..<400).map { "w\((document * 7919 + $0 * 31) % 65_537)" }
      try tree.write(words.joined(separator: " ") + ".\n", to: "\(document).txt")
    }
    let disk = try SmallDisk(size: "800k")
    let outcome = try tree.freshet("reindex", "--embedder", "hashing", "--store", disk.path + "/store")
    #expect(outcome.status == 3)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.errors == "freshet: using the store \(disk.path)/store, root \(tree.path)\n"
        + "freshet: no space left on the disk of \(disk.path)/store: "
        + "free some space and run the command again; everything that was committed is kept\n")

    try disk.grow(to: "64m")
    #expect(try tree.reindex("--store", disk.path + "/store")["documents"]["failed"] == 0)
    let dump = try JSON.lines(tree.freshet("dump", "--store", disk.path + "/store").output)
    #expect(try dump.map { $0.without("version") } == tree.dumpFromScratch())
    let audit = try tree.freshet("audit", "--verify", "--store", disk.path + "/store")
    #expect(audit.status == 0, "\(audit)")
  }

  @Test func `a store on a full disk that nobody has open can't even be read, and says why`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    let disk = try SmallDisk(size: "900k")
    try tree.reindex("--store", disk.path + "/store")
    try disk.fill()
    let outcome = try tree.freshet("audit", "--store", disk.path + "/store")
    #expect(outcome.status == 3)
    #expect(outcome.errors.hasPrefix("freshet: no space left on the disk of \(disk.path)/store: "), "\(outcome)")
    try disk.grow(to: "64m")
    #expect(try tree.freshet("audit", "--store", disk.path + "/store").status == 0)
  }

  @Test func `a watch survives a full disk, and goes on when there is room again`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    let disk = try SmallDisk(size: "900k")
    let watch = try WatchProcess(in: tree.path, "--store", disk.path + "/store")
    try watch.awaitHealth("watching")
    try watch.awaitServed("a.md")
    try disk.fill()
    try tree.write("Alpha stood here.\n", to: "a.md")
    let events = try watch.events { $0["event"] == "interrupted" }
    #expect(events.last { $0["event"] == "interrupted" }?["why"].text.hasPrefix("no space left on the disk") == true)
    try disk.grow(to: "64m")
    try watch.awaitServed("a.md", times: 2)
    #expect(try watch.end().status == 130)
  }
}

/// A file system in memory of a given size, gone with its value.
final class SmallDisk {
  private let folder: CommandTree
  var path: String { folder.path }

  init(size: String) throws {
    folder = try CommandTree()
    try Self.run("mount", "-t", "tmpfs", "-o", "size=\(size)", "freshet-test", folder.path)
  }

  deinit {
    try? Self.run("umount", folder.path)  // it may be unmounted already
  }

  /// Leaves not a page free.
  func fill() throws {
    let file = open(path + "/filling", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw POSIXError(.EIO) }
    defer { close(file) }
    let page = [UInt8](repeating: 0, count: 4096)
    while write(file, page, page.count) > 0 {}
  }

  func grow(to size: String) throws {
    try Self.run("mount", "-o", "remount,size=\(size)", path)
  }

  static let canBeMade: Bool = getuid() == 0 && (try? SmallDisk(size: "64k")) != nil

  private static func run(_ words: String...) throws {
    let process = try Process.run(URL(fileURLWithPath: "/usr/bin/env"), arguments: words)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw POSIXError(.EPERM) }
  }
}
