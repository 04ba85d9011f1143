import Foundation
import Freshet
import Testing

/// `log`, `diff` and `query --at`: what a document was.
@Suite struct HistoryCommandTests {
  private let tree: CommandTree

  /// One file, written, changed and removed.
  init() throws {
    tree = try CommandTree(["b.md": "Beta stands here.\n"])
    for text in ["# A\n\nAlpha stands here.\n", "# A\n\nAlpha stood here.\n"] {
      try tree.write(text, to: "a.md")
      try tree.reindex()
    }
    try tree.remove("a.md")
    try tree.reindex()
  }

  private func versions() throws -> [JSON] { try tree.json("log", "a.md")["versions"].elements }

  /// Pushed documents: nothing on the command line writes them.
  private func cache() throws -> RetrievalCache {
    try RetrievalCache.open(at: StoreLocation(store: tree.store), embedder: .hashing())
  }

  private func conflicted() async throws {
    let cache = try cache()
    try await cache.put("The key hangs\nbehind the door.\n", as: "key", context: CausalContext())
    try await cache.put("The key hangs\nunder the mat.\n", as: "key", context: CausalContext())
  }

  @Test func `the log as JSON has the documented keys`() throws {
    let log = try tree.json("log", "a.md")
    #expect(log.without("versions") == ["document": "a.md", "source": "files", "path": "a.md"])
    let replica = try tree.json("status")["replica"].text
    let versions = log["versions"].elements
    #expect(
      versions.map { $0.without("at", "supersededAt", "servedFrom", "servedUntil", "revision") } == [
        ["write": .string("\(replica):4"), "current": true, "served": false, "removal": true],
        [
          "write": .string("\(replica):3"), "current": false, "served": false, "removal": false, "bytes": 23,
          "passages": 1,
        ],
        [
          "write": .string("\(replica):1"), "current": false, "served": false, "removal": false, "bytes": 24,
          "passages": 1,
        ],
      ])
    #expect(versions[2]["revision"].text == (try sha256(of: Data("# A\n\nAlpha stands here.\n".utf8))))
    #expect(versions[2]["servedUntil"] == versions[1]["servedFrom"])
    #expect(versions[1]["supersededAt"].text >= versions[1]["at"].text)
  }

  @Test func `the log for people has a paragraph for each version`() throws {
    let tree = try CommandTree(["a.md": "Alpha.\n"])
    try tree.reindex()
    let version = try tree.json("log", "a.md")["versions"][0]
    let text = withoutMoments(try tree.freshet("log", "a.md").output)
    #expect(
      text == """
        document   a.md

        write      \(version["write"].text) at MOMENT, current, served
        text       revision \(version["revision"].text.prefix(12)), 7 bytes, 1 passage
        served     from \(version["servedFrom"].text)

        """)
    try tree.remove("a.md")
    try tree.reindex()
    let removed = withoutMoments(try tree.freshet("log", "a.md").output)
    #expect(removed.contains(" at MOMENT, current\ntext       none: the document was removed\n\nwrite "))
    #expect(removed.contains("1 passage\nsuperseded at MOMENT\nserved     from \(version["servedFrom"].text) until "))
  }

  @Test func `an unknown document is an error, as in why`() throws {
    for command in ["log", "diff"] {
      let outcome = try tree.freshet(command, "c.md")
      #expect(outcome.status == 2)
      #expect(outcome.errors == (try tree.freshet("why", "c.md").errors))
    }
  }

  @Test func `versions are named by write, by revision and by token`() throws {
    let versions = try versions()
    let names = ["write", "servedFrom", "revision"].map { key in (versions[2][key].text, versions[1][key].text) }
    let expected = """
      @@ -1,3 +1,3 @@
       # A
      \u{20}
      -Alpha stands here.
      \\ No newline at end of file
      +Alpha stood here.
      \\ No newline at end of file

      """
    for (old, new) in names {
      let outcome = try tree.freshet("diff", "a.md", old, new)
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
      let lines = outcome.output.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
      #expect(
        lines.prefix(2).map { withoutMoments(String($0)) } == [
          "--- a.md\t\(versions[2]["write"].text), MOMENT, its passages, separated by blank lines",
          "+++ a.md\t\(versions[1]["write"].text), MOMENT, its passages, separated by blank lines",
        ])
      #expect(lines.last.map(String.init) == expected)
    }
    let short = String(versions[2]["revision"].text.prefix(8))
    #expect(try tree.freshet("diff", "a.md", short, versions[1]["write"].text).output.hasSuffix(expected))
  }

  @Test func `without names the newest is compared with the one before, a removal as nothing`() throws {
    let output = withoutMoments(try tree.freshet("diff", "a.md").output)
    let versions = try versions()
    #expect(
      output == """
        --- a.md\t\(versions[1]["write"].text), MOMENT, its passages, separated by blank lines
        +++ /dev/null\t\(versions[0]["write"].text), MOMENT, removed
        @@ -1,3 +0,0 @@
        -# A
        -
        -Alpha stood here.
        \\ No newline at end of file

        """)
  }

  @Test func `of a pushed document with two versions side by side these two are compared, to the byte`() async throws {
    try await conflicted()
    let lines = try tree.freshet("diff", "pushed:key").output.split(separator: "\n").dropFirst(2)
    #expect(lines == ["@@ -1,2 +1,2 @@", " The key hangs", "-behind the door.", "+under the mat."])
  }

  @Test func `the same version twice differs in nothing, which is said beside the output`() throws {
    let write = try versions()[1]["write"].text
    let outcome = try tree.freshet("diff", "a.md", write, write)
    #expect(
      outcome
        == FreshetProcess.Outcome(
          status: 0, output: "", errors: "freshet: the versions \(write) and \(write) have the same text\n"))
  }

  @Test func `a name of no version, and a sole version, are mistakes that are named`() throws {
    let replica = try tree.json("status")["replica"].text
    let wrong = try tree.freshet("diff", "a.md", "\(replica):99")
    #expect(wrong.status == 2)
    #expect(
      wrong.errors.hasPrefix(
        "freshet: no version of a.md matches \(replica):99: name one by its write (\(replica):4, "))
    let sole = try tree.freshet("diff", "b.md")
    #expect(sole.status == 2)
    #expect(sole.errors == "freshet: the store keeps only one version of b.md: there is nothing to compare it with\n")
    let token = try tree.json("status")["token"].text
    let gone = try tree.freshet("diff", "a.md", token)
    #expect(gone.status == 2)
    #expect(
      gone.errors == "freshet: a.md was not served in the store's state with the token \(token): name another token, "
        + "or name the version by its write\n")
  }

  @Test func `a difference on a terminal has colours`() throws {
    let process = try FreshetProcess(["diff", "a.md"], in: tree.path, output: .terminal)
    let output = try process.finish().output
    #expect(output.contains("\u{1B}[31m-# A\u{1B}[0m"))
  }
}

extension HistoryCommandTests {
  @Test func `a question is answered from what was served at a token`() throws {
    let token = try versions()[2]["servedFrom"].text
    let answer = try tree.json("query", "alpha stands here", "--at", token, "--in", "a.md")
    #expect(answer["token"].text == token)
    #expect(answer["hits"].elements.map { $0["text"] } == ["# A\n\nAlpha stands here."])
    let certificate = answer["hits"][0]["certificate"]
    #expect(certificate["state"] == "unverified")
    #expect(certificate["why"].text == "from the earlier state at token \(token), not from the current one")
    #expect(answer["completeness"]["absenceIsReliable"] == false)
    #expect(try tree.json("query", "alpha stands here", "--in", "a.md")["hits"] == [])
  }

  @Test func `a token of another history exits with 7, one with another promise with 2`() throws {
    let token = try versions()[2]["servedFrom"].text
    let other = try tree.freshet("query", "alpha", "--at", "0000000000000000.1.0000000000000000")
    #expect(other.status == 7)
    #expect(other.errors.contains("is unknown to the store \(tree.store)"))
    let strict = try tree.freshet("query", "alpha", "--at", token, "--consistency", "strict")
    #expect(strict.status == 2)
    #expect(
      strict.errors.contains("--at reads a past state, so --consistency strict can't apply: leave out one of them"))
  }

  @Test func `a state of which something is forgotten exits with 7`() throws {
    let token = try versions()[2]["servedFrom"].text
    try StoreDatabase(in: tree.store).run("UPDATE meta SET history_from = lsn")
    let outcome = try tree.freshet("query", "alpha", "--at", token)
    #expect(outcome.status == 7)
    #expect(outcome.output.isEmpty)
    let now = try tree.json("status")["token"].text
    #expect(
      outcome.errors
        == "freshet: the store no longer keeps everything that it served at the token \(token); its oldest complete state is at the token \(now)\n"
    )
  }
}

extension HistoryCommandTests {
  @Test func `hits of a document with versions side by side carry them all`() async throws {
    try await conflicted()
    let hits = try tree.json("query", "where is the key", "--in", "pushed:key")["hits"].elements
    #expect(hits.count == 2)
    let replica = try tree.json("status")["replica"].text
    for hit in hits {
      #expect(hit["certificate"]["state"] == "conflicted")
      let siblings = hit["siblings"].elements
      #expect(
        siblings.map { $0.without("at") } == [
          [
            "write": .string("\(replica):6"), "text": "The key hangs\nunder the mat.\n",
            "revision": .string(try sha256(of: Data("The key hangs\nunder the mat.\n".utf8))),
          ],
          [
            "write": .string("\(replica):5"), "text": "The key hangs\nbehind the door.\n",
            "revision": .string(try sha256(of: Data("The key hangs\nbehind the door.\n".utf8))),
          ],
        ])
      #expect(siblings[0]["at"].text >= siblings[1]["at"].text)
    }
  }

  @Test func `a removal among them has no text and no revision`() async throws {
    let cache = try cache()
    let first = try await cache.put("The key hangs behind the door.", as: "key", context: CausalContext())
    try await cache.put("The key lies under the mat.", as: "key", context: first.context)
    try await cache.remove("key", context: first.context)
    let siblings = try tree.json("query", "where is the key", "--in", "pushed:key")["hits"][0]["siblings"].elements
    #expect(siblings.map(\.keys) == [["write", "at"], ["write", "at", "revision", "text"]])
  }

  @Test func `the status names documents with versions side by side`() async throws {
    #expect(try tree.json("status")["conflicted"] == [])
    try await conflicted()
    #expect(try tree.json("status")["conflicted"] == ["pushed:key"])
    #expect(try tree.freshet("status").output.contains("\nconflicted pushed:key: several current versions\n"))
  }
}
