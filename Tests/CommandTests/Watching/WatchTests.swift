import Foundation
import Glibc
import Testing

/// `watch`: the index follows its documents without being asked.
@Suite struct WatchTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func `a watch makes the store, serves edits, new and deleted documents, and ends with 130`(signal: Int32) throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n", "b.md": "Beta stands here.\n"])
    let watch = try WatchProcess(in: tree.path)
    try watch.awaitServed("a.md")
    try watch.awaitServed("b.md")
    try tree.write("Alpha stood here.\n", to: "a.md")
    try tree.write("Gamma is new.\n", to: "deep/c.md")
    try tree.remove("b.md")
    try watch.awaitServed("a.md", times: 2)
    try watch.awaitServed("deep/c.md")
    try watch.awaitServed("b.md", times: 2)
    #expect(try tree.dump().map { $0["text"] } == ["Alpha stood here.", "Gamma is new."])
    let outcome = try watch.end(signal)
    #expect(outcome.status == 130)
    #expect(outcome.errors.hasPrefix("freshet: making a new store in \(tree.store)\n"))
    #expect(outcome.errors.contains("freshet: files: watching\n"))
    #expect(
      outcome.errors.hasSuffix("freshet: interrupted: committed work is kept; run the command again to go on\n"))
  }

  @Test func `each event has its documented keys`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    let watch = try WatchProcess(in: tree.path)
    try watch.awaitHealth("watching")
    try watch.awaitServed("a.md")
    let events = try watch.events { $0["event"] == "embedded" && $0["waiting"] == 0 }
    var keys: [String: Set<String>] = [:]
    for event in events { keys[event["event"].text, default: []].formUnion(event.keys) }
    #expect(
      keys == [
        "began": ["at", "event", "source", "policy"],
        "health": ["at", "event", "source", "health", "why", "watermark"],
        "observed": ["at", "event", "documents"], "served": ["at", "event", "document", "lagSeconds"],
        "embedded": ["at", "event", "passages", "waiting"],
      ])
    let served = try #require(events.first { $0["event"] == "served" })
    #expect(served["lagSeconds"].number > 0)
  }

  @Test func `the status names who watches, for as long as somebody does`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    let watch = try WatchProcess(in: tree.path)
    try watch.awaitHealth("watching")
    let watcher = try tree.json("status")["sources"][0]["watcher"]
    #expect(watcher.keys == ["holder", "policy", "health", "watermark", "expiresAt"])
    #expect(watcher["policy"] == "write-behind")
    #expect(watcher["health"] == "watching")
    let line = try #require(
      tree.freshet("status").output.split(separator: "\n").first { $0.hasPrefix("watch ") }.map(String.init))
    #expect(line.hasPrefix("watch      files: \(watcher["holder"].text), write-behind, watching, every change until "))
    #expect(try tree.json("query", "alpha")["completeness"]["watch"] == ["files": ["health": "watching"]])

    _ = try watch.end()
    #expect(try tree.json("status")["sources"] == [["name": "files", "root": .string(tree.path)]])
  }

  @Test func `a barrier sees every edit that ended before it, through another process's watch`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    let watch = try WatchProcess(in: tree.path)
    try watch.awaitHealth("watching")
    for count in 1...5 {
      try tree.write("Alpha was moved \(count) times.\n", to: "a.md")
      let answer = try tree.json("query", "alpha", "--consistency", "barrier", "--mode", "lexical")
      #expect(answer["hits"].elements.map { $0["text"] } == [.string("Alpha was moved \(count) times.")])
    }
  }

  @Test func `of two watchers one stands by, and takes over when the other is killed`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    let first = try WatchProcess(in: tree.path)
    try first.awaitServed("a.md")
    let second = try WatchProcess(in: tree.path)
    let events = try second.events { $0["event"] == "standingBy" }
    #expect(events.map { $0["event"] } == ["standingBy"])
    #expect(try first.end(SIGKILL).status == -SIGKILL)
    try tree.write("Alpha stood here.\n", to: "a.md")
    try second.awaitServed("a.md")
    #expect(try tree.dump().map { $0["text"] } == ["Alpha stood here."])
  }

  @Test func `a folder that goes away is reported, keeps its documents, and is watched again when it is back`() throws {
    let tree = try CommandTree(["docs/a.md": "Alpha stands here.\n"])
    let watch = try WatchProcess(in: tree.path, "docs", "--store", tree.at("store"))
    try watch.awaitHealth("watching")
    try watch.awaitServed("a.md")
    try tree.move("docs", to: "unmounted")
    try watch.events { $0["event"] == "interrupted" || $0["health"] == "blind" }
    #expect(
      try JSON.lines(tree.freshet("dump", "--store", "store").output).map { $0["text"] } == ["Alpha stands here."])
    try tree.move("unmounted", to: "docs")
    try tree.write("Alpha stood here.\n", to: "docs/a.md")
    try watch.awaitServed("a.md", times: 2)
    #expect(try watch.end().status == 130)
  }

  @Test func `a store inside its source may have any name, and its files are never documents`() throws {
    let tree = try CommandTree(["src/a.md": "Alpha stands here.\n"])
    let store = tree.at("src/my")
    try tree.reindex("src", "--store", store)
    let watch = try WatchProcess(in: tree.path, "src", "--store", store)
    try watch.awaitHealth("watching")
    try tree.write("Beta stands here.\n", to: "src/b.md")
    try watch.awaitServed("b.md")
    let answer = try tree.json("query", "beta", "--consistency", "barrier", "--mode", "lexical", "--store", store)
    #expect(answer["hits"].elements.map { $0["text"] } == ["Beta stands here."])
    let events = try watch.events { $0["event"] == "served" && $0["document"] == "b.md" }
    let observed = events.flatMap { $0["documents"].elements.map(\.text) }
    #expect(!observed.contains { $0.hasPrefix("my") }, "\(observed)")
    let status = try tree.json("status", "--store", store)
    #expect(status["failures"] == [:])
    for name in ["store.sqlite", "writer.lock"] { #expect(!status.description.contains(name), "\(status)") }
    #expect(try watch.end().status == 130)
    #expect(try tree.reindex("src", "--store", store)["documents"]["skipped"] == [:])
  }

  @Test func `a hard link to the store's database is no document, and the watch goes on`() throws {
    let tree = try CommandTree(["docs/a.md": "Alpha stands here.\n"])
    let store = tree.at("store")
    try tree.reindex("docs", "--store", store)
    try #require(Glibc.link(store + "/store.sqlite", tree.at("docs/h.db")) == 0)
    let watch = try WatchProcess(in: tree.path, "docs", "--store", store)
    try watch.awaitHealth("watching")
    try #require(Glibc.link(store + "/writer.lock", tree.at("docs/h.lock")) == 0)
    for count in 1...5 {
      try tree.write("Beta was moved \(count) times.\n", to: "docs/b.md")
      let answer = try tree.json("query", "beta", "--consistency", "barrier", "--mode", "lexical", "--store", store)
      #expect(answer["hits"].elements.map { $0["text"] } == [.string("Beta was moved \(count) times.")])
    }
    #expect(try watch.end().status == 130)
    let summary = try tree.reindex("docs", "--store", store)["documents"]
    #expect(summary["skipped"] == [:])
    #expect(summary["failed"] == 0)
  }

  @Test func `what an older watch noted of the store's own files is forgotten by the next one`() throws {
    let tree = try CommandTree(["src/a.md": "Alpha stands here.\n"])
    let store = tree.at("src/my")
    try tree.reindex("src", "--store", store)
    try StoreDatabase(in: store).run(
      "INSERT INTO journal (source, path, observed_at, failure) "
        + "VALUES ('files', 'my/writer.lock', 1, 'it appeared during the scan')")
    #expect(try tree.json("status", "--store", store)["failures"].keys == ["my/writer.lock"])
    let watch = try WatchProcess(in: tree.path, "src", "--store", store)
    try watch.awaitHealth("watching")
    _ = try tree.json("query", "alpha", "--consistency", "barrier", "--mode", "lexical", "--store", store)
    #expect(try watch.end().status == 130)
    #expect(try tree.json("status", "--store", store)["failures"] == [:])
    #expect(try tree.reindex("src", "--store", store)["documents"]["failed"] == 0)
  }

  @Test func `on a terminal one line shows how things stand, and goes away`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    try tree.reindex()
    let process = try FreshetProcess(["watch"], in: tree.path, errors: .terminal)
    let errors = try process.readErrors {
      $0.contains(/\r\u{1B}\[Kfiles watching \| \d+ ms behind \| 0 pending, 0 awaiting/)
    }
    #expect(errors.contains("freshet: files: watching\r\n"))
    process.send(SIGINT)
    let outcome = try process.finish()
    #expect(outcome.status == 130)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("\r\u{1B}[Kfreshet: interrupted"))
  }

  @Test func `--quiet says nothing while nothing is wrong`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    let watch = try WatchProcess(in: tree.path, "--quiet")
    try watch.awaitServed("a.md")
    let outcome = try watch.end()
    #expect(outcome.errors == "freshet: interrupted: committed work is kept; run the command again to go on\n")
  }
}
