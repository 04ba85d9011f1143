import Foundation
import Testing

/// `freshet.toml`: what it may say, and what is said of a mistake.
@Suite struct ConfigurationTests {
  static let file = """
    schema = 1
    embedder = "hashing"
    store = "state/index"
    index = "lsh"

    [sources.docs]
    root = "docs"
    include = ["*.md", "guide/"]
    exclude = ["drafts/"]
    policy = "refresh-ahead"
    soft-ttl = "90s"
    beta = 2
    resolution = "keep-both"

    [sources.code]
    root = "code"
    max-lag = "500ms"

    [pushed]
    resolution = "last-writer"

    """

  private func tree(_ configuration: String = Self.file) throws -> CommandTree {
    try CommandTree([
      "freshet.toml": configuration, "docs/a.md": "Alpha stands here.\n", "docs/b.txt": "Not for the index.\n",
      "docs/drafts/c.md": "Nor is this.\n", "code/x.swift": "let lamps = 3\n",
    ])
  }

  @Test func `every setting is shown, with where it comes from`() throws {
    let tree = try tree()
    let outcome = try tree.freshet(["config", "show", "--origin"], in: "docs")
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map { $0.replacing(#/ +# /#, with: " # ") }
    let file = tree.at("freshet.toml")
    #expect(
      lines == [
        "store = \"\(tree.at("state/index"))\" # \(file), line 3", "embedder = \"hashing\" # \(file), line 2",
        "index = \"lsh\" # \(file), line 4", "group = false # default",
        "sources.code.root = \"\(tree.at("code"))\" # \(file), line 16",
        "sources.code.include = [] # default",
        "sources.code.exclude = [] # default",
        "sources.code.hidden = false # default", "sources.code.policy = \"write-behind\" # default",
        "sources.code.max-lag = \"500ms\" # \(file), line 17", "sources.code.max-pending = 20000 # default",
        "sources.code.batch = 64 # default", "sources.code.accept-deletions = false # default",
        "sources.code.settle = \"300ms\" # default",
        "sources.code.reconcile = \"10m\" # default", "sources.code.poll = \"5s\" # default",
        "sources.code.resolution = \"source-wins\" # default",
        "sources.docs.root = \"\(tree.at("docs"))\" # \(file), line 7",
        "sources.docs.include = [\"*.md\", \"guide/\"] # \(file), line 8",
        "sources.docs.exclude = [\"drafts/\"] # \(file), line 9",
        "sources.docs.hidden = false # default",
        "sources.docs.policy = \"refresh-ahead\" # \(file), line 10",
        "sources.docs.soft-ttl = \"90s\" # \(file), line 11",
        "sources.docs.hard-ttl = \"1h\" # default", "sources.docs.beta = 2.0 # \(file), line 12",
        "sources.docs.budget = 4 # default", "sources.docs.accept-deletions = false # default",
        "sources.docs.settle = \"300ms\" # default",
        "sources.docs.reconcile = \"10m\" # default", "sources.docs.poll = \"5s\" # default",
        "sources.docs.resolution = \"keep-both\" # \(file), line 13",
        "pushed.resolution = \"last-writer\" # \(file), line 20",
      ])
    let plain = try tree.freshet("config", "show").output
    #expect(plain.hasPrefix("store = \"\(tree.at("state/index"))\"\nembedder = \"hashing\"\n"))
  }

  @Test func `a flag is before the environment, that before the file, that before the store, that before the default`()
    throws
  {
    let tree = try tree("embedder = \"hashing\"\n")
    func embedder(_ arguments: [String], _ environment: [String: String] = [:]) throws -> JSON {
      let outcome = try tree.freshet(["config", "show", "--json"] + arguments, environment: environment)
      return try JSON(parsing: outcome.output)["settings"][1].without("key")
    }
    let environment = ["FRESHET_EMBEDDER": "minilm"]
    #expect(
      try embedder(["--embedder", "hashing"], environment)
        == ["value": "hashing", "origin": "flag", "name": "--embedder"])
    #expect(try embedder([], environment) == ["value": "minilm", "origin": "environment", "name": "FRESHET_EMBEDDER"])
    #expect(try embedder([]) == ["value": "hashing", "origin": "file", "line": 1])
    try tree.remove("freshet.toml")
    #expect(try embedder([]) == ["value": "minilm", "origin": "default"])
    try tree.reindex()
    #expect(try embedder([]) == ["value": "hashing", "origin": "store"])
  }

  @Test func `FRESHET_STORE names the store, and a flag another`() throws {
    let tree = try tree()
    let environment = ["FRESHET_STORE": tree.at("named")]
    let outcome = try tree.freshet(["reindex"], environment: environment)
    try #require(outcome.status == 0, "\(outcome)")
    #expect(tree.exists("named/store.sqlite") && !tree.exists("state"))
    let flagged = try tree.freshet(["reindex", "--store", "other"], environment: environment)
    #expect(flagged.status == 0)
    #expect(tree.exists("other/store.sqlite"))
  }

  @Test func `an unknown embedder in the environment is named`() throws {
    let tree = try tree("")
    let outcome = try tree.freshet(["reindex"], environment: ["FRESHET_EMBEDDER": "gpt"])
    #expect(
      outcome
        == FreshetProcess.Outcome(
          status: 2, output: "",
          errors: "freshet: making a new store in \(tree.store)\n"
            + "freshet: the environment variable FRESHET_EMBEDDER is set to gpt; expected minilm or hashing\n"))
  }

  static let mistakes: [(String, String)] = [
    ("embeder = \"hashing\"", "line 1: embeder: there is no such key; did you mean embedder?"),
    ("embedder = \"gpt\"", "line 1: embedder: expected \"minilm\" or \"hashing\", not \"gpt\""),
    ("index = \"gpu\"", "line 1: index: expected \"auto\", \"exact\" or \"lsh\", not \"gpu\"\n"),
    (
      "\nindex = \"lhs\"",
      "line 2: index: expected \"auto\", \"exact\" or \"lsh\", not \"lhs\"; did you mean \"lsh\"?\n"
    ),
    ("index = 3", "line 1: index: expected \"auto\", \"exact\" or \"lsh\", not 3\n"),
    ("indx = \"lsh\"", "line 1: indx: there is no such key; did you mean index?"),
    ("schema = 2", "line 1: schema: this freshet reads schema 1, not 2: upgrade freshet"),
    ("schema = 2\nfuture = true", "line 1: schema: this freshet reads schema 1, not 2: upgrade freshet"),
    ("store = 3", "line 1: store: expected a text in quotes, not 3"),
    ("sources = 3", "line 1: sources: expected tables [sources.NAME], not 3"),
    ("[sources]\ndocs = 3", "line 2: sources.docs: expected a table [sources.docs], not 3"),
    (
      "[sources.docs]\nroot = \"docs\"\nmax_lag = \"1s\"",
      "line 3: sources.docs.max_lag: there is no such key; did you mean max-lag?"
    ),
    (
      "[sources.docs]",
      "line 1: sources.docs: a source needs a folder, such as root = \"docs\", relative to this file's folder"
    ),
    ("[sources.pushed]\nroot = \"docs\"", "line 1: sources.pushed: a source's name consists of letters"),
    ("[sources.\"a b\"]\nroot = \"docs\"", "line 1: sources.a b: a source's name consists of letters"),
    (
      "[sources.docs]\nroot = \"docs\"\n\nsettle = 5",
      "line 4: sources.docs.settle: expected a duration such as \"300ms\""
    ),
    ("[sources.docs]\nroot = \"docs\"\npoll = \"0s\"", "line 3: sources.docs.poll: expected a duration such as"),
    (
      "[sources.docs]\nroot = \"docs\"\nbatch = 0",
      "line 3: sources.docs.batch: expected a whole number from 1 to 1000000000, not 0"
    ),
    (
      "[sources.docs]\nroot = \"docs\"\ninclude = \"*.md\"", "line 3: sources.docs.include: expected a list of patterns"
    ),
    ("[sources.docs]\nroot = \"docs\"\ninclude = [1]", "line 3: sources.docs.include: expected a list of patterns"),
    (
      "[sources.docs]\nroot = \"docs\"\npolicy = \"lazy\"",
      "line 3: sources.docs.policy: expected \"write-through\", \"write-behind\" or \"refresh-ahead\", not \"lazy\""
    ),
    (
      "[sources.docs]\nroot = \"docs\"\npolicy = \"write-through\"\nbatch = 3",
      "line 4: sources.docs.batch: only the policy write-behind has this key, but the source's policy is write-through"
    ),
    (
      "[sources.docs]\nroot = \"docs\"\npolicy = \"refresh-ahead\"\nbeta = -1",
      "line 4: sources.docs.beta: expected a number over 0, at most 1000000, not -1"
    ),
    (
      "[sources.docs]\nroot = \"docs\"\npolicy = \"refresh-ahead\"\nsoft-ttl = \"2h\"\nhard-ttl = \"1h\"",
      "line 5: sources.docs.hard-ttl: 1h is shorter than soft-ttl, which is 2h"
    ),
    (
      "[sources.docs]\nroot = \".\"\n[sources.code]\nroot = \"code\"",
      "line 4: sources.code.root: "
    ),
    ("[sources.docs]\nroot = \"docs\"\n[sources.again]\nroot = \"docs/../docs\"", "root: "),
    (
      "[sources.docs]\nroot = \"docs\"\nresolution = \"last\"",
      "line 3: sources.docs.resolution: expected \"source-wins\", \"last-writer\" or \"keep-both\", not \"last\""
    ),
    (
      "[pushed]\nresolution = \"source-wins\"",
      "line 2: pushed.resolution: pushed documents have no source that could win: expected "
    ),
    (
      "[pushed]\nresolutoin = \"keep-both\"",
      "line 2: pushed.resolutoin: there is no such key; did you mean resolution?"
    ),
    ("pushed = 3", "line 1: pushed: expected a table [pushed], not 3"),
    ("[@]", "line 1: expected a table's name after [, as in [sources.docs]"),
    ("[", "line 1: expected a table's name after ["), ("\u{FEFF}[ \u{1}]", "line 1: expected a table's name after ["),
    ("index = \"exact\"\n\n\t[[\u{E9}]]", "line 3: expected a table's name after ["),
    ("# a\n[.docs]", "line 2: expected a table's name after ["),
    ("embedder = 'hashing' # [@]\r\n[sources.docs]\r\n[=]", "line 3: expected a table's name after ["),
    ("store = \"\"\"\n[@]\n\"\"\"\"\n[`]", "line 4: expected a table's name after ["),
    ("[]", "line 1: "), ("[[]]", "line 1: "), ("[a", "line 1: "), ("[ [a] ]", "line 1: "),
    ("embedder = ", "line 1: "),
  ]

  @Test func `a text, a list or a comment may hold what would be no table's header`() throws {
    let tree = try tree(
      """
      # [@]
      ["sources".'docs'] # [=]
      root = '''
      docs'''
      include = [
        "[@].md", '[', # ]
        \"\"\"
      [@]\\\"\"\"\", "*.md",
      ]
      """)
    try tree.write("# Alpha\n", to: "docs/a.md")
    let outcome = try tree.freshet("config", "show", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("[@].md"), "\(outcome)")
  }

  @Test(arguments: mistakes)
  func `a mistake is named with its line, its key and what was expected, and nothing is made`(
    text: String, message: String
  ) throws {
    let tree = try tree(text + "\n")
    let outcome = try tree.freshet("reindex")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("freshet: \(tree.at("freshet.toml")), "), "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!tree.exists(".freshet"))
  }
}
