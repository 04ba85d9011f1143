import Foundation
import Testing

/// `query`: what is found, and how it is printed.
@Suite struct QueryTests {
  static let documents = [
    "harbour.md": "# Harbour\n\nThe gate opens at dawn.\n", "lights.md": "# Lights\nRed lamps mark the breakwater.\n",
    "copy.md": "Intro.\n\n# Harbour\n\nThe gate opens at dawn.\n",
  ]

  private func indexed() throws -> CommandTree {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    return tree
  }

  @Test func `the answer for people shows rank, place, score, evidence and what was searched`() throws {
    let tree = try indexed()
    let outcome = try tree.freshet("query", "red lamps mark the breakwater", "--limit", "1")
    let text = withoutMoments(outcome.output).replacing(/\d\.\d{3}(?= )/, with: "SCORE")
    #expect(
      text == """
        1. lights.md:1-2  SCORE  fresh (contentHash at MOMENT)
           Lights
           # Lights
           Red lamps mark the breakwater.

        searched 3 of 3 documents
        no match does not prove absence: the hashing embedder compares words, not meaning

        """)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.status == 0)
  }

  @Test func `the answer as JSON has the documented keys`() throws {
    let answer = try indexed().json("query", "when does the gate open")
    #expect(answer.keys == ["asOf", "completeness", "embedder", "hits", "mode", "query", "token"])
    #expect(answer["query"] == "when does the gate open")
    #expect(answer["embedder"] == "freshet/hashed-ngrams")
    #expect(answer["mode"] == "hybrid")
    let hit = answer["hits"][0]
    #expect(
      hit.keys == [
        "document", "title", "score", "via", "start", "end", "lines", "headings", "address", "text", "certificate",
      ])
    #expect(
      hit["certificate"].keys == [
        "source", "path", "start", "end", "lines", "address", "revision", "version", "state", "method", "verifiedAt",
        "ageUpperBoundSeconds", "space",
      ])
    #expect(
      answer["completeness"].without("scannedAt", "watermark") == [
        "discovered": 3, "indexed": 3, "pending": 0, "failed": 0, "skipped": [:], "unread": [:], "awaitingVectors": 0,
        "outsideVocabulary": 0, "opaque": ["documents": 0, "bytes": 0], "watch": ["files": .null], "recall": 1,
        "searchedExactly": true,
        "absenceIsReliable": false,
        "reasons": ["the hashing embedder compares words, not meaning"],
      ])
  }

  @Test func `a certificate's bytes, address and revision can be checked against the file`() throws {
    let tree = try indexed()
    let hit = try tree.json("query", "intro", "--limit", "1")["hits"][0]
    #expect(hit["document"] == "copy.md")
    let certificate = hit["certificate"]
    let bytes = try tree.read("copy.md")
    let passage = bytes[Int(certificate["start"].number)..<Int(certificate["end"].number)]
    #expect(String(decoding: passage, as: UTF8.self) == hit["text"].text)
    #expect(try sha256(of: Data(hit["text"].text.utf8)) == certificate["address"].text)
    #expect(try sha256(of: bytes) == certificate["revision"].text)
    #expect(certificate["lines"] == [1, 1])
  }

  @Test func `a passage that stands in two documents is a hit in each, best first`() throws {
    let hits = try indexed().json("query", "the gate opens at dawn")["hits"].elements
    #expect(hits.map { $0["document"] } == ["copy.md", "harbour.md", "lights.md", "copy.md"])
    #expect(hits[0]["address"] == hits[1]["address"])
    #expect(hits[0]["score"] == hits[1]["score"])
    #expect(hits.map { $0["score"].number } == hits.map { $0["score"].number }.sorted(by: >))
  }

  @Test(arguments: [1, 2, 3, 100])
  func `--limit bounds the hits`(limit: Int) throws {
    let answer = try indexed().json("query", "gate", "--limit", "\(limit)")
    #expect(answer["hits"].elements.count == min(limit, 4))
  }

  @Test func `a file of questions gives one line for each, in its order`() throws {
    let tree = try indexed()
    let questions = """
      {"id": "lamps", "text": "red lamps"}

      {"_id": 7, "text": "the gate at dawn"}

      """
    let other = try CommandTree(["questions.jsonl": questions])
    let outcome = try tree.freshet("query", "--queries", other.at("questions.jsonl"), "--limit", "1")
    let answers = try JSON.lines(outcome.output)
    #expect(answers.map { $0["id"] } == ["lamps", "7"])
    #expect(answers.map { $0["hits"][0]["document"] } == ["lights.md", "copy.md"])
    for answer in answers {
      #expect(answer.keys.isSuperset(of: ["id", "hits", "completeness"]))
      #expect(
        answer["hits"][0].keys.isSuperset(of: ["document", "score", "start", "end", "address", "text", "certificate"]))
    }
    #expect(outcome.errors.isEmpty)

    let fromInput = try tree.freshet(["query", "--queries", "-", "--limit", "1"], input: questions)
    #expect(try JSON.lines(fromInput.output).map { $0["id"] } == ["lamps", "7"])
  }

  @Test(arguments: [#"{"id": "q2"}"#, #"{"text": "no name"}"#, "not JSON", #"["q2", "text"]"#])
  func `a malformed question names its file and line`(line: String) throws {
    let tree = try indexed()
    let other = try CommandTree(["questions.jsonl": #"{"id": "q1", "text": "gate"}"# + "\n" + line + "\n"])
    let outcome = try tree.freshet("query", "--queries", other.at("questions.jsonl"))
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.errors
        == "freshet: \(other.at("questions.jsonl")), line 2: expected {\"id\": ..., \"text\": ...}\n")
  }

  @Test func `a file of questions that isn't there is named`() throws {
    let outcome = try indexed().freshet("query", "--queries", "nowhere.jsonl")
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("freshet: cannot read nowhere.jsonl: "))
  }

  @Test func `an answer over a corpus with gaps says so`() throws {
    let tree = try CommandTree()
    try tree.write(Data([0xE9, 0x0A]), to: "latin1.txt")
    try tree.reindex()
    let outcome = try tree.freshet("query", "gate")
    #expect(
      withoutMoments(outcome.output) == """
        nothing found
        searched 0 of 1 document
        no match does not prove absence: 1 entry was skipped as undecodable (1 not UTF-8)
        no match does not prove absence: the hashing embedder compares words, not meaning

        """)
    #expect(outcome.status == 0)
    #expect(try tree.json("query", "gate")["completeness"]["absenceIsReliable"] == false)
  }
}

func withoutMoments(_ text: String) -> String {
  text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, with: "MOMENT")
}

/// By coreutils, not by the code under test.
func sha256(of bytes: Data) throws -> String {
  let (input, output) = (Pipe(), Pipe())
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
  (process.standardInput, process.standardOutput) = (input, output)
  try process.run()
  try input.fileHandleForWriting.write(contentsOf: bytes)
  try input.fileHandleForWriting.close()
  let text = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: text.prefix(64), as: UTF8.self)
}
