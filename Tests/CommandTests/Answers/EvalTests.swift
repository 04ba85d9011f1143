import Foundation
import Testing

/// `eval`: the measures, against figures worked out by hand.
@Suite struct EvalTests {
  /// Each question is the text of one document and shares one word with a second, none with the third.
  static let documents = [
    "a.md": "gate opens dawn harbour\n", "b.md": "lamps mark harbour breakwater\n", "c.md": "lamps need yearly paint\n",
  ]
  static let questions = """
    {"id": "q1", "text": "gate opens dawn harbour"}
    {"id": "q2", "text": "lamps need yearly paint"}
    {"id": "unjudged", "text": "nothing"}
    """

  private func evaluate(_ judgements: String, _ arguments: String...) throws -> FreshetProcess.Outcome {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    try tree.write(Self.questions, to: ".git/questions.jsonl")
    try tree.write(judgements, to: ".git/qrels.tsv")
    let words = ["eval", "--queries", ".git/questions.jsonl", "--qrels", ".git/qrels.tsv"] + arguments
    return try tree.freshet(words)
  }

  /// Rankings: q1 → a, b, c; q2 → c, b, a. Gains by rank: q1 0, 1, 0 of an ideal 2, 1 (its best is not indexed at all);
  /// q2 3, 0, 1 of an ideal 3, 1.
  static let judgements = """
    query-id\tcorpus-id\tscore
    q1\tb.md\t1
    q1\tgone.md\t2
    q1\ta.md\t0
    q2\tc.md\t3
    q2\ta.md\t1

    """

  @Test func `the measures are those worked out by hand`() throws {
    let outcome = try evaluate(Self.judgements, "--json")
    #expect(outcome.status == 0)
    let means = try JSON(parsing: outcome.output)
    #expect(means.keys == ["queries", "nDCG@10", "recall@10", "recall@100", "MRR@10"])
    let second = 1 / log2(3.0)
    let first = (second / (2 + second), (3 + 0.5) / (3 + second))
    #expect(means["queries"] == 2)
    #expect(abs(means["nDCG@10"].number - (first.0 + first.1) / 2) < 1e-12)
    #expect(means["recall@10"] == 0.75)
    #expect(means["recall@100"] == 0.75)
    #expect(means["MRR@10"] == 0.75)
  }

  @Test func `the table for people has four decimals`() throws {
    let outcome = try evaluate(Self.judgements)
    #expect(
      outcome.output == """
        queries     2
        nDCG@10     0.6019
        recall@10   0.7500
        recall@100  0.7500
        MRR@10      0.7500

        """)
  }

  @Test func `a TREC run file has every document in its rank`() throws {
    let other = try CommandTree()
    _ = try evaluate(Self.judgements, "--run", other.at("run.txt"))
    let fields = String(decoding: try other.read("run.txt"), as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: " ").map(String.init) }
    #expect(
      fields.map { [$0[0], $0[1], $0[2], $0[3], $0[5]] } == [
        ["q1", "Q0", "a.md", "1", "freshet"], ["q1", "Q0", "b.md", "2", "freshet"],
        ["q1", "Q0", "c.md", "3", "freshet"], ["q2", "Q0", "c.md", "1", "freshet"],
        ["q2", "Q0", "b.md", "2", "freshet"], ["q2", "Q0", "a.md", "3", "freshet"],
      ])
    #expect(fields.allSatisfy { Double($0[4]) != nil })
  }

  @Test func `--by-stem takes names without folder and extension, and TREC's four columns are read`() throws {
    let outcome = try evaluate("q1 0 a 1\nq2 0 c 1\n", "--by-stem", "--json")
    #expect(
      try JSON(parsing: outcome.output) == [
        "queries": 2, "nDCG@10": 1, "recall@10": 1, "recall@100": 1, "MRR@10": 1,
      ])
  }

  @Test(arguments: ["q1\ta.md\n", "q1\ta.md\tgood\n"])
  func `a malformed judgement names its file and line`(line: String) throws {
    let outcome = try evaluate("query-id\tcorpus-id\tscore\nq1\ta.md\t1\n" + line)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("freshet: .git/qrels.tsv, line 3: expected "))
  }
}
