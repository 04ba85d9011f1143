import Foundation
import Testing

/// `verify`: what a certificate states, tried against the files.
@Suite struct VerifyTests {
  private struct Stated {
    let tree: CommandTree
    /// The answer that holds the certificate, as text.
    let answer: String

    func verify(_ text: String, _ arguments: String...) throws -> FreshetProcess.Outcome {
      try tree.freshet(["verify", "-"] + arguments, input: text)
    }

    var hit: JSON { get throws { try JSON(parsing: answer)["hits"][0] } }
  }

  private func stated(_ question: String = "the gate opens at dawn") throws -> Stated {
    let tree = try CommandTree(["docs/a.md": "The gate opens at dawn.\n", "docs/b.md": "Red lamps mark the gate.\n"])
    try tree.reindex("docs", "--store", tree.at(".freshet"))
    return Stated(tree: tree, answer: try tree.freshet("query", question, "--json").output)
  }

  @Test func `an answer, its hit, the hit's certificate, and a file of answers hold while nothing changes`() throws {
    let stated = try stated()
    let all =
      "holds        a.md, bytes 0 to 23, certified as fresh\nholds        b.md, bytes 0 to 24, certified as fresh\n"
    #expect(try stated.verify(stated.answer) == FreshetProcess.Outcome(status: 0, output: all, errors: ""))
    #expect(try stated.verify(stated.answer + stated.answer).output == all + all)
    let hit = try stated.hit
    for text in [hit.description, hit["certificate"].description] {
      #expect(try stated.verify(text).output == "holds        a.md, bytes 0 to 23, certified as fresh\n")
    }
    try stated.tree.write(stated.answer, to: "answer.json")
    #expect(try stated.tree.freshet("verify", "answer.json").output == all)
  }

  @Test func `a document that changed since is outdated, one that is gone too`() throws {
    let stated = try stated()
    try stated.tree.write("The gate opens at noon.\n", to: "docs/a.md")
    try stated.tree.remove("docs/b.md")
    let outcome = try stated.verify(stated.answer, "--json")
    #expect(outcome.status == 1)
    let report = try JSON(parsing: outcome.output)
    #expect(report.without("verdicts") == ["holds": 0, "outdated": 2, "wrong": 0, "unverifiable": 0])
    #expect(report["verdicts"].elements.map { $0["document"] } == ["a.md", "b.md"])
    #expect(
      report["verdicts"][0].keys == ["document", "start", "end", "state", "verifiedAt", "verdict", "changedAt"])
    #expect(
      withoutMoments(try stated.verify(stated.answer).output).hasPrefix(
        "outdated     a.md, bytes 0 to 23, certified as fresh: changed at MOMENT\n"))
  }

  @Test func `a certificate of bytes that the file never had is wrong`() throws {
    let stated = try stated()
    let hash = try sha256(of: Data("The gate opens at dawn.\n".utf8))
    // Stated of a time long after the last change: right after one, a file's coarse times can't tell.
    let moment = /"verifiedAt":"[^"]*"/
    let forged = stated.answer.replacing(hash, with: try sha256(of: Data("The gate is shut.\n".utf8)))
      .replacing(moment, with: "\"verifiedAt\":\"2100-01-01T00:00:00.000Z\"")
    let outcome = try stated.verify(forged)
    #expect(outcome.status == 1)
    #expect(
      outcome.output.hasPrefix(
        "wrong        a.md, bytes 0 to 23, certified as fresh: the file has not been changed since "))
    let shifted = stated.answer.replacing("\"end\":23", with: "\"end\":22")
    #expect(
      try stated.verify(shifted).output.hasPrefix(
        "wrong        a.md, bytes 0 to 22, certified as fresh: the file's bytes 0 to 22 are not the passage "))
  }

  @Test func `a stale certificate holds while the file is not what was indexed`() throws {
    let stated = try stated()
    try stated.tree.write("The gate opens at noon.\n", to: "docs/a.md")
    let answer = try stated.tree.freshet("query", "the gate opens at dawn", "--limit", "1", "--json").output
    #expect(try stated.verify(answer).output == "holds        a.md, bytes 0 to 23, certified as stale\n")
  }

  @Test func `what can't be reached is unverifiable, exit 4`() throws {
    let stated = try stated()
    try stated.tree.move("docs", to: "unmounted")
    let outcome = try stated.verify(stated.answer)
    #expect(outcome.status == 4)
    let verdict = "unverifiable a.md, bytes 0 to 23, certified as fresh: cannot read the documents' folder "
    #expect(outcome.output.hasPrefix(verdict))
  }

  @Test(arguments: [
    ("", "it is empty"), ("not JSON", "expected a JSON object: an answer, a hit or a certificate"),
    ("[]", "expected a JSON object"),
    (#"{"hits":[{"certificate":{"path":"a.md"}}]}"#, "hits[0].certificate.source is missing"),
    (#"{"certificate":{"source":"files","path":"a.md","start":0,"end":"x"}}"#, "certificate.end: "),
  ])
  func `malformed input exits with 2 and names what is missing`(text: String, what: String) throws {
    let stated = try stated()
    let outcome = try stated.verify(text)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("freshet: standard input holds no certificate: \(what)"), "\(outcome.errors)")
  }

  @Test func `each part of a certificate is checked`() throws {
    let stated = try stated()
    let certificate = try stated.hit["certificate"]
    for key in ["source", "path", "start", "end", "address", "revision", "state", "verifiedAt"] {
      let outcome = try stated.verify(certificate.without(key).description)
      #expect(outcome.errors == "freshet: standard input holds no certificate: \(key) is missing\n")
    }
    let wrong = [
      ("\"state\":\"fresh\"", "\"state\":\"good\""), ("\"start\":0", "\"start\":99"),
      ("\"verifiedAt\":\"", "\"verifiedAt\":\"x"),
    ]
    for (part, other) in wrong {
      let outcome = try stated.verify(certificate.description.replacing(part, with: other))
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(": expected "), "\(outcome.errors)")
    }
  }
}
