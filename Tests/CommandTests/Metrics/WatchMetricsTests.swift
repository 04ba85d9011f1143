import Foundation
import Testing

/// `watch --metrics`.
@Suite struct WatchMetricsTests {
  /// - Parameter pause: returns when it is worth while to read again.
  @discardableResult
  private func scrape(
    _ read: () throws -> String, pause: () throws -> Void = {}, until isAwaited: (ExpositionGrammar) -> Bool
  ) throws -> ExpositionGrammar {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      let text = try read()
      let scrape = text.isEmpty ? nil : try ExpositionGrammar(text)
      if let scrape, isAwaited(scrape) { return scrape }
      try #require(ContinuousClock.now < deadline, "it never came to be so: \(text)")
      try pause()
    }
  }

  /// The same of a file, read again whenever something in its folder was replaced.
  @discardableResult
  private func scrape(
    _ name: String, of tree: CommandTree, until isAwaited: (ExpositionGrammar) -> Bool
  ) throws -> ExpositionGrammar {
    let changes = try FolderChanges(of: (tree.at(name) as NSString).deletingLastPathComponent)
    return try scrape(
      { tree.exists(name) ? String(decoding: try tree.read(name), as: UTF8.self) : "" }, pause: changes.next,
      until: isAwaited)
  }

  @Test func `a file has the figures while the watch runs, and goes with it`() throws {
    let tree = try CommandTree(["docs/a.md": "Alpha stands here.\n"])
    let watch = try WatchProcess(in: tree.path, "docs", "--store", tree.at("store"), "--metrics", "freshet.prom")
    try watch.awaitServed("a.md")
    let found = try scrape("freshet.prom", of: tree) {
      $0.values[#"freshet_watch_health{health="watching",source="files"}"#] == 1
        && $0.values["freshet_embeddings_total"] == 1
    }
    #expect(found.values[#"freshet_refreshes_total{source="files"}"#] == 1)
    #expect(found.values[#"freshet_passages_embedded_total{source="files"}"#] == 1)
    #expect(found.values[#"freshet_watch_health{health="blind",source="files"}"#] == 0)
    _ = try watch.end()
    #expect(!tree.exists("freshet.prom"))
  }

  @Test func `a file that can't be written is reported, and written as soon as it can be`() throws {
    let tree = try CommandTree(["docs/a.md": "Alpha stands here.\n"])
    let watch = try WatchProcess(in: tree.path, "docs", "--store", tree.at("store"), "--metrics", "later/freshet.prom")
    try watch.awaitServed("a.md")
    try tree.write("", to: "later/other")
    try scrape("later/freshet.prom", of: tree) {
      $0.values["freshet_embeddings_total"] == 1
    }
    let outcome = try watch.end()
    #expect(outcome.status == 130)
    #expect(
      outcome.errors.contains(
        "freshet: cannot write the metrics file \(tree.at("later/freshet.prom")): No such file or directory; "
          + "Freshet keeps trying\n"))
  }

  @Test func `a port has them too, and says where it is`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    let process = try FreshetProcess(
      ["watch", "--embedder", "hashing", "--metrics", ":0"], in: tree.path, errors: .terminal)
    let errors = try process.readErrors { $0.contains(/metrics are at http:\/\/127\.0\.0\.1:\d+\/metrics/) }
    let port = try #require(errors.firstMatch(of: /127\.0\.0\.1:(\d+)\/metrics/).flatMap { Int($0.1) })
    try scrape {
      let answer = try TCPClient(port: port).exchange("GET /metrics HTTP/1.0\r\n\r\n")
      return answer.range(of: "\r\n\r\n").map { String(answer[$0.upperBound...]) } ?? ""
    } until: {
      $0.values[#"freshet_watch_health{health="watching",source="files"}"#] == 1
    }
    process.send(SIGINT)
    #expect(try process.finish().status == 130)
  }

  @Test(arguments: [
    ("0.0.0.0:9187", "other machines may reach 0.0.0.0"), (":x", ":x has no port"),
  ])
  func `an address that others can reach is refused before anything is done`(address: String, why: String) throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    let outcome = try tree.freshet("watch", "--metrics", address)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(why), "\(outcome.errors)")
    #expect(!tree.exists(".freshet"))
  }

  @Test(arguments: [
    ("a.md", "lies in"), ("new.prom", "lies in"), ("../notes", "holds something other"),
  ])
  func `a document, or somebody's file, is not overwritten`(name: String, why: String) throws {
    let tree = try CommandTree(["docs/a.md": "Alpha stands here.\n", "notes": "Mine.\n"])
    let outcome = try tree.freshet(
      "watch", "--embedder", "hashing", "--metrics", name, in: "docs")
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.errors.contains(why), "\(outcome.errors)")
    #expect(try tree.read("notes") == Data("Mine.\n".utf8))
    #expect(!tree.exists("docs/new.prom"))
  }
}
