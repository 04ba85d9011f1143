import Foundation
import Testing

/// Long-running processes whose store is removed or replaced.
@Suite struct ReplacedStoreTests {
  private let tree: CommandTree

  init() throws {
    tree = try CommandTree(["docs/a.md": "Alpha stands here.\n", "docs/b.md": "Beta stands here.\n"])
    try tree.reindex("docs", "--store", tree.at("store"))
    try tree.copy("store", to: "backup")
  }

  private func files(in folder: String) throws -> [String: Data] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: tree.at(folder))) ?? []  // gone
    return try Dictionary(
      uniqueKeysWithValues: names.filter { $0 != "writer.lock" }.map { ($0, try tree.read("\(folder)/\($0)")) })
  }

  private func replace(_ way: String) throws {
    switch way {
    case "removed": try tree.remove("store")
    case "moved": try tree.move("store", to: "aside")
    case "restored":
      try tree.move("store", to: "aside")
      try tree.copy("backup", to: "store")
    default:
      try tree.remove("store/store.sqlite")
      try tree.copy("backup/store.sqlite", to: "store/store.sqlite")
    }
  }

  @Test(arguments: ["removed", "moved", "restored", "file replaced"])
  func `a watch and a monitor end, say why, and write nothing to the new store`(way: String) throws {
    let watch = try WatchProcess(in: tree.path, "--store", tree.at("store"))
    try watch.awaitHealth("watching")
    let monitor = try WatchProcess(
      running: ["monitor", "--json", "--listing", "1s", "--for", "10m", "--store", tree.at("store")], in: tree.path)
    try monitor.events { $0["event"] == "summary" }
    try watch.paused { try monitor.paused { try replace(way) } }
    let before = try files(in: "store")
    for process in [watch, monitor] {
      let outcome = try process.finish()
      #expect(outcome.status == 4, "\(outcome)")
      #expect(
        outcome.errors.contains("freshet: \(tree.at("store")) is no longer the store that this process opened"),
        "\(outcome)")
    }
    let kept = try files(in: "store")
    if way != "file replaced" { #expect(kept == before) }
    #expect(kept["store.sqlite"] == before["store.sqlite"])
  }

  @Test func `a restarted watch works on the new store`() throws {
    try replace("restored")
    try tree.write("Alpha stood here.\n", to: "docs/a.md")
    let watch = try WatchProcess(in: tree.path, "--store", tree.at("store"))
    try watch.awaitServed("a.md")
    #expect(try watch.end().status == 130)
    #expect(try tree.freshet("audit", "--verify", "--store", tree.at("store")).status == 0)
  }
}
