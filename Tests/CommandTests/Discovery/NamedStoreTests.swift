import Foundation
import Testing

/// A store that the caller names, and a freshet.toml that names other folders or sources than the store knows.
@Suite struct NamedStoreTests {
  private let tree: CommandTree
  private static let store = ["--store", "elsewhere/store"]

  /// `doc` and `docs` hold the same documents.
  init() throws {
    tree = try CommandTree()
    for folder in ["doc", "docs"] {
      for number in 0..<4 { try tree.write("Bollard \(number) holds.\n", to: "\(folder)/d\(number).md") }
    }
  }

  private func configure(_ root: String, source: String = "docs", store: String? = nil) throws {
    let place = store.map { "store = \"\($0)\"\n" } ?? ""
    try tree.write("\(place)embedder = \"hashing\"\n[sources.\(source)]\nroot = \"\(root)\"\n", to: "freshet.toml")
  }

  /// Indexes `doc`, and then corrects the file.
  private func indexWrongFolder() throws {
    try configure("doc")
    #expect(try tree.freshet(["reindex", "-q"] + Self.store).status == 0)
    try configure("docs")
  }

  private func root(_ store: [String] = Self.store) throws -> JSON {
    try JSON(parsing: tree.freshet(["status", "--json"] + store).output)["sources"][0]["root"]
  }

  @Test func `a corrected root is followed after the command that the error advises`() throws {
    try indexWrongFolder()
    let step = "freshet source move --store \(tree.at("elsewhere/store")) docs \(tree.at("docs"))"
    for command in [["reindex"], ["reindex", "--dry-run"], ["watch", "-q"]] {
      let refused = try tree.freshet(command + Self.store)
      #expect(refused.status == 2 && refused.errors.contains("freshet.toml, line 3, names "), "\(refused)")
      #expect(Advised.commands(in: refused.errors) == [step], "\(refused)")
    }
    let answer = try tree.freshet(["query", "bollard"] + Self.store)
    #expect(answer.status == 0 && Advised.commands(in: answer.errors) == [step], "\(answer)")
    let moved = try Advised.run(step, in: tree.path)
    #expect(moved.status == 0, "\(moved)")
    #expect(try tree.freshet(["reindex"] + Self.store).status == 0)
    #expect(try root() == .string(tree.at("docs")))
    #expect(try tree.freshet(["audit"] + Self.store).status == 0)
  }

  @Test func `a root that is wrong now is corrected by the setting that the error prints`() throws {
    try indexWrongFolder()
    for wrong in ["docs", "missing"] {
      try configure(wrong)
      let refused = try tree.freshet(["reindex"] + Self.store)
      let setting = "root = \"\(tree.at("doc"))\""
      #expect(refused.status == 2 && refused.errors.contains("write \(setting) into the file"), "\(refused)")
      #expect(refused.errors.contains("There is no folder at") == (wrong == "missing"), "\(refused)")
    }
    try configure(tree.at("doc"))
    #expect(try tree.freshet(["reindex"] + Self.store).status == 0)
  }

  @Test func `a corrected root takes effect at once if freshet toml itself names the store`() throws {
    for folder in ["doc", "docs"] {
      try configure(folder, store: "elsewhere/store")
      #expect(try tree.freshet("reindex", "-q").status == 0)
      #expect(try root([]) == .string(tree.at(folder)))
    }
  }

  @Test func `a source with a new name is refused, and its former name works`() throws {
    try indexWrongFolder()
    try configure("doc", source: "papers")
    let refused = try tree.freshet(["reindex"] + Self.store)
    #expect(refused.status == 2 && refused.errors.contains("Write [sources.docs] with this root"), "\(refused)")
    try configure("doc", source: "docs")
    #expect(try tree.freshet(["reindex"] + Self.store).status == 0)
  }

  @Test func `after a move the change of freshet toml is printed also for a store that is named`() throws {
    try configure("docs")
    #expect(try tree.freshet(["reindex", "-q"] + Self.store).status == 0)
    try tree.move("docs", to: "papers")
    let moved = try tree.freshet(["source", "move", "docs", "papers"] + Self.store)
    let change = "change     in \(tree.at("freshet.toml")), line 3, write root = \"\(tree.at("papers"))\"\n"
    #expect(moved.status == 0 && moved.output.contains(change), "\(moved)")
  }

  @Test func `a stray freshet toml takes no store over, whether the store lies in its folder or elsewhere`() throws {
    let stray = try CommandTree(["freshet.toml": "embedder = \"hashing\"\n", "secret.md": "The secret.\n"])
    try tree.reindex("doc")
    let own = try stray.freshet("reindex", "-q", "--store", tree.at("doc/.freshet"))
    #expect(own.status == 0, "\(own)")
    #expect(
      own.errors.contains("; \(stray.at("freshet.toml")) is ignored, because it names other folders than the store"),
      "\(own)")
    try tree.reindex("docs", "--store", "elsewhere/store")
    let refused = try stray.freshet("reindex", "-q", "--store", tree.at("elsewhere/store"))
    let commands = Advised.commands(in: refused.errors)
    #expect(refused.status == 2 && commands.count == 2, "\(refused)")
    #expect(try Advised.run(try #require(commands.last), in: stray.path).status == 0)
    for (store, folder) in [("doc/.freshet", "doc"), ("elsewhere/store", "docs")] {
      #expect(try root(["--store", store]) == .string(tree.at(folder)))
    }
  }
}
