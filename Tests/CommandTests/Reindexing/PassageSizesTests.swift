import Testing

/// `chunk` in freshet.toml.
@Suite struct PassageSizesTests {
  private let tree: CommandTree

  init() throws {
    let sentences = (0..<120).map { "Pump number \($0) stands in shed \($0 % 7) and drains the basin at low tide." }
    tree = try CommandTree(["docs/pumps.md": sentences.joined(separator: " ") + "\n"])
    try configure("{ target = 160, maximum = 250 }")
  }

  private func configure(_ chunk: String?, embedder: String = "hashing") throws {
    let line = chunk.map { "chunk = \($0)\n" } ?? ""
    try tree.write("embedder = \"\(embedder)\"\n[sources.docs]\nroot = \"docs\"\n\(line)", to: "freshet.toml")
  }

  @Test func `the store keeps its sizes, refuses others, and takes them with --resplit`() throws {
    #expect(try tree.freshet("reindex").status == 0)
    let count = try tree.dump().count
    try configure("{ target = 40, maximum = 60 }")
    for command in [["reindex"], ["watch", "-q"], ["query", "pump", "--consistency", "strict"]] {
      let outcome = try tree.freshet(command)
      #expect(outcome.status == 2, "\(command)")
      #expect(
        outcome.errors.contains("target 160 and maximum 250, but the configuration says target 40 and maximum 60"))
      #expect(outcome.errors.contains("run `freshet reindex --resplit`"))
      #expect(!outcome.errors.contains("splits"), "nothing is announced that doesn't happen")
    }
    #expect(try tree.freshet("query", "pump").status == 0)
    let plan = try tree.freshet("reindex", "--dry-run")
    #expect(plan.output.contains("1 unchanged document to split again"), "\(plan)")
    #expect(try tree.dump().count == count)
    let outcome = try tree.freshet("reindex", "--resplit")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("this run splits 1 unchanged document again and embeds"))
    #expect(try tree.dump().count > 2 * count)
    #expect(try tree.freshet("audit", "--verify").status == 0)
    try configure(nil)
    #expect(try tree.reindex()["documents"]["changed"] == 0)
  }

  @Test func `a maximum above the model's limit ends with 2 and the limit`() throws {
    try configure("{ target = 160, maximum = 400 }", embedder: "minilm")
    let outcome = try tree.freshet("reindex")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("may have 400 tokens, but the embedder takes at most 254"), "\(outcome.errors)")
  }

  @Test(arguments: [
    ("160", "expected a table"), ("{ target = 160 }", "expected both sizes"),
    ("{ target = 300, maximum = 200 }", "a target of at most the maximum"),
    ("{ target = 1, maximum = 200 }", "from 16 to 65536 tokens"),
    ("{ target = 160, maximum = 200, overlap = 10 }", "there is no such key"),
    ("{ target = \"160\", maximum = 200 }", "expected a whole number"),
  ])
  func `wrong sizes are errors that name the line`(_ chunk: String, _ message: String) throws {
    try configure(chunk)
    let outcome = try tree.freshet("reindex")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message) && outcome.errors.contains("freshet.toml, line 4"), "\(outcome.errors)")
  }

  @Test func `the settings show them with their origin`() throws {
    let settings = try tree.freshet("config", "show", "--origin").output
    #expect(settings.contains("sources.docs.chunk.target"))
    #expect(settings.contains("250"))
  }
}
