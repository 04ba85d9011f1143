import Foundation
import Glibc
import Testing

/// Terminals are recorded byte by byte while every command meets names, texts, peers and arguments that attack them.
@Suite struct TerminalSessionTests {
  private static let name = HostileText.name + ".md"

  private static let text = """
    ---
    title: "\(HostileText.line.replacingOccurrences(of: "\\", with: ""))"
    ---
    # Head \(HostileText.line)

    The harbour \(HostileText.line) is deep.

    """

  /// A store with a hostile document, its history, a conflict, and questions about it.
  private func harbour() throws -> CommandTree {
    let tree = try CommandTree(["docs/\(Self.name)": Self.text, "docs/plain.md": "The harbour is calm.\n"])
    try tree.write(
      "embedder = \"hashing\"\n[sources.docs]\nroot = \"docs\"\nexclude = [\"\\u001b[35m\\u009b\"]\n",
      to: "freshet.toml")
    try tree.write("PDF \u{0}", to: "docs/binary\(HostileText.name).txt")
    try tree.reindex()
    try tree.write(Self.text + "\nMore \(HostileText.line).\n", to: "docs/\(Self.name)")
    try tree.reindex()
    try tree.write(#"{"id": "\u001b]0;x\u0007", "text": "harbour"}"# + "\n", to: "questions")
    try tree.write("\u{1B}]0;x\u{7}\tplain.md\t1\n", to: "judgements")
    try tree.write(tree.freshet("query", "harbour", "--json").output, to: "certificate")
    return tree
  }

  private static let commands: [[String]] = [
    ["status"], ["status", "--json"], ["query", "harbour"], ["query", "harbour", "--json"],
    ["query", "harbour", "--mode", "lexical"], ["query", HostileText.name], ["query", HostileText.name, "--json"],
    ["query", "--queries", "questions"], ["query", "harbour", "--in", "docs:\(name)"],
    ["audit"], ["audit", "--all-findings", "--verify"], ["audit", "--json"], ["audit", "--format", "junit"],
    ["audit", "--format", "sarif"], ["audit", "--format", "html"], ["audit", "--format", "prometheus"],
    ["audit", "--output", "/dev/stdout"], ["audit", "--format", "html", "--output", "/dev/stdout"],
    ["why", "docs/\(name)"], ["why", "docs:\(name)", "--json"], ["log", "docs/\(name)"],
    ["log", "--json", "--source", "docs", "--", name], ["diff", "docs/\(name)"], ["dump"], ["verify", "certificate"],
    ["verify", "certificate", "--json"], ["embed", "--embedder", "hashing", "docs/\(name)"],
    ["eval", "--queries", "questions", "--qrels", "judgements"],
    ["eval", "--queries", "questions", "--qrels", "judgements", "--run", "/dev/stdout"],
    ["config", "show", "--origin"], ["config", "show", "--json"], ["doctor"], ["doctor", "--json"], ["slo"],
    ["gc", "--dry-run"], ["monitor", "--for", "1s"], ["reindex", "--dry-run", "--all"], ["reindex", "--all"],
    ["reindex", "docs/\(name)"], ["erase", "docs/\(name)"], ["sync", "none\(name)"], ["sync", "--serve"],
    ["sync", "--through", "printf '\\033]0;x\\007\\302\\233m\\342\\200\\256\\n' >&2"],
    ["source", "move", name, "docs"], ["source", "move", "docs", name], ["source", "move", "docs", "docs"],
    ["model", "fetch", "--from", name, "--into", "model\(HostileText.name)"],
    // Arguments that are refused.
    [name], ["--\(name)"], ["status", "--store", name], ["status", "--\(name)"], ["status", name], ["help", name],
    ["query"], ["query", "x", "--limit", name], ["query", "x", "--at", name], ["query", "x", "--mode=\(name)"],
    ["why", name], ["log", "--source", name, "x"], ["diff", "docs/plain.md", name], ["reindex", "--source", name],
    ["reindex", "/none/\(name)"], ["watch", name], ["gc", "--history", name], ["verify", name], ["embed", name],
    ["monitor", "--metrics", "127.0.0.1:\(name)", "--for", "1ms"], ["audit", "--baseline", name],
    ["audit", "--output", "/none/\(name)"], ["audit", "--since", name], ["eval", "--queries", name, "--qrels", name],
    ["status", "--help"],
  ]

  @Test func `no command lets a hostile name, text or argument reach a terminal, with colours or without`() throws {
    let tree = try harbour()
    for command in Self.commands {
      for environment in [["NO_COLOR": "1"], ["NO_COLOR": "", "TERM": "xterm"]] {
        let session = TerminalSession(
          try tree.freshet(command, environment: environment, output: .terminal, errors: .terminal))
        #expect(session.intruders(hasColours: environment["TERM"] != nil) == [], "\(command)")
        #expect(session.forgedLines == [], "\(command)")
        #expect(!(session.output + session.errors).isEmpty, "\(command)")
      }
    }
  }

  @Test func `a watch shows a hostile name as one clean line`() throws {
    let tree = try harbour()
    for json in [[], ["--json"]] {
      let watch = try FreshetProcess(["watch"] + json, in: tree.path, output: .terminal, errors: .terminal)
      defer { watch.send(SIGKILL) }
      try watch.readErrors { $0.contains("watching") }
      let broken = "docs/broken\(json.count)\(HostileText.name).md"
      try tree.link(broken, to: tree.at("docs"))
      try tree.write(Self.text + "again \(json.count)\n", to: "docs/\(Self.name)")
      if json.isEmpty {
        try watch.readErrors { $0.contains("lag") }
      } else {
        try watch.readOutput { $0.contains("served") }
      }
      watch.send(SIGTERM)
      let session = TerminalSession(try watch.finish())
      #expect(session.intruders(hasColours: true) == [])
      #expect(session.forgedLines == [])
    }
  }

  @Test func `what a peer sends is shown clean: names, a conflict, its failure, and its own errors`() throws {
    let (ours, theirs) = (try harbour(), try CommandTree(["\(Self.name)": Self.text]))
    try theirs.reindex()
    // u32 length, u32 length of the message, the message: docs/FORMAT.md, section 10.
    let message = Data(#"{"failed":{"_0":"\u001b]0;x\u0007\nFORGED \u009b31m \u202e"}}"#.utf8)
    func little(_ count: Int) -> Data { withUnsafeBytes(of: UInt32(count).littleEndian) { Data($0) } }
    try ours.write(little(message.count + 4) + little(message.count) + message, to: "failure")
    let hostile = #"printf '\033]0;x\007\nFORGED\342\200\256\n' >&2; "#
    let serving = "\(FreshetProcess.binary) sync --serve --store \(theirs.store)"
    for command in [
      ["sync", "--through", "cat failure; cat >/dev/null"], ["sync", "--through", hostile + serving],
      ["sync", theirs.path],
      ["status"], ["audit"], ["log", "files:\(Self.name)"], ["why", "--source", "files", Self.name],
      ["erase", "--source", "files", "--", Self.name], ["sync", theirs.path],
    ] {
      let session = TerminalSession(
        try ours.freshet(command, environment: ["NO_COLOR": "1"], output: .terminal, errors: .terminal))
      #expect(session.intruders(hasColours: false) == [], "\(command)")
      #expect(session.forgedLines == [], "\(command)")
    }
  }

  @Test func `a freshet.toml, an environment and a folder that are hostile are named clean`() throws {
    let files = [
      "[sources.\"\\u001b]0;x\\u0007\\u202e\"]\nroot = \"docs\"\n", "\"\\u009b35m\" = 1\n",
      "embedder = \"\\u001b[35m\\nFORGED\"\n", "[sources.docs]\nroot = \"\\u001b[35m\\nFORGED\\u202e\"\n",
      "schema = \u{1B}]0;x\u{7}\u{202E}\n", "[sources.a]\nroot = \"d\\u202e\"\n[sources.b]\nroot = \"d\\u202e/x\"\n",
    ]
    for file in files {
      let tree = try CommandTree([
        "in\(HostileText.name)/freshet.toml": file, "in\(HostileText.name)/a.md": "Harbour.\n",
      ])
      for command in [["reindex", "--embedder", "hashing"], ["status"], ["doctor"], ["config", "show"], ["audit"]] {
        let session = TerminalSession(
          try tree.freshet(
            command, in: "in\(HostileText.name)", environment: ["NO_COLOR": "1"], output: .terminal, errors: .terminal))
        #expect(session.intruders(hasColours: false) == [], "\(command) \(file)")
        #expect(session.forgedLines == [], "\(command) \(file)")
      }
    }
    let tree = try harbour()
    for variable in ["FRESHET_EMBEDDER", "FRESHET_STORE"] {
      let session = TerminalSession(
        try tree.freshet(
          ["status"], environment: ["NO_COLOR": "1", variable: HostileText.name], output: .terminal, errors: .terminal))
      #expect(session.intruders(hasColours: false) == [], "\(variable)")
    }
  }

  @Test func `a pipe gets a text's bytes as they are, and a name on one line`() throws {
    let tree = try harbour()
    // Without line ends of other systems, which are LF in a passage.
    let line = "\u{1B}]0;x\u{7}\u{1B}[35m\u{9B}m\u{7F}\u{202E}\u{200B}\t"
    try tree.write("The lighthouse \(line) is tall.\n", to: "docs/tall.md")
    try tree.reindex()
    #expect(try tree.freshet("query", "lighthouse").output.contains("   The lighthouse \(line) is tall.\n"))
    try tree.write("The lighthouse \(line) is old.\n", to: "docs/tall.md")
    try tree.reindex()
    #expect(try tree.freshet("diff", "docs/tall.md").output.contains("\n+The lighthouse \(line) is old.\n"))
    let status = try tree.freshet("log", "docs/\(Self.name)").output
    #expect(
      status.hasPrefix("document   docs:x\\u{1b}]0;owned\\u{7}\\u{1b}[35m\\u{1b}[31m\\u{a}FORGED\\u{d}\\u{9b}35m"))
    #expect(try tree.json("log", "docs/\(Self.name)")["document"] == .string("docs:\(Self.name)"))
  }

  @Test func `a dump on a terminal is the same JSON as in a file`() throws {
    let tree = try harbour()
    let shown = try tree.freshet(["dump"], output: .terminal).output.replacingOccurrences(of: "\r\n", with: "\n")
    #expect(try JSON.lines(shown).map { $0.without("state") } == tree.dumpWithVersions().map { $0.without("state") })
  }
}
