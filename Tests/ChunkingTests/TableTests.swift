internal import FreshetChunking
internal import FreshetCorpus
import Testing

@Suite struct TableTests {
  private static let rows = (1...80).map { "| P\($0) | Port \($0) | \($0).5 |" }

  @Test func `passages that begin with rows know the columns, and the one with the header doesn't repeat them`() {
    let text =
      "# Ports\n\n| Code | Port \\| name | Draft |\n|---|---|---|\n\(Self.rows.joined(separator: "\n"))\n\nEnd.\n"
    let passages = part(text, as: .markdown).passages
    #expect(passages.count > 5)
    #expect(passages[0].columns == [])
    for passage in passages.dropFirst() where passage.text.string.hasPrefix("|") {
      #expect(passage.columns == ["Code", "Port | name", "Draft"])
      #expect(!passage.text.string.contains("Draft"))
    }
  }

  @Test func `another header changes no passage but the one that contains it`() {
    func texts(_ header: String) -> [String] {
      let text = "\(header)\n|---|---|---|\n\(Self.rows.joined(separator: "\n"))\n"
      return part(text, as: .markdown).passages.map(\.text.string)
    }
    #expect(texts("| A | B | C |").dropFirst() == texts("| X | Y | Z |").dropFirst())
  }

  @Test(arguments: [",", ";", "\t", "|"])
  func `rows of a delimited file know the columns that its first line names`(_ delimiter: String) {
    let header = ["code", "\"port\"", "draft_m"].joined(separator: delimiter)
    let rows = (1...200).map { ["P\($0)", "Port \($0)", "\($0).5"].joined(separator: delimiter) }
    let bytes = Array(([header] + rows).joined(separator: "\n").utf8)
    let chunker = ContentDefinedChunker(measure: Measures.wordPieces)
    let passages = chunker.part(bytes, as: .sourceCode, named: "a/ports.CSV").passages
    #expect(passages.count > 3)
    #expect(passages[0].columns == [])
    #expect(passages.dropFirst().allSatisfy { $0.columns == ["code", "port", "draft_m"] })
    #expect(chunker.part(bytes, as: .sourceCode, named: "ports.txt").passages.allSatisfy { $0.columns == [] })
  }

  @Test(arguments: ["P1,Port 1,0.5", "a,,b", "a,a,b", "1;2;3"])
  func `a first line with numbers, gaps or repetitions names no columns`(_ first: String) {
    let rows = (2...200).map { "P\($0),Port \($0),\($0).5" }
    let bytes = Array(([first] + rows).joined(separator: "\n").utf8)
    let passages = ContentDefinedChunker(measure: Measures.wordPieces).part(bytes, as: .sourceCode, named: "a.csv")
      .passages
    #expect(passages.allSatisfy { $0.columns == [] })
  }

  @Test func `very many or long names of columns are cut`() {
    let header = (1...500).map { "column\($0)" }.joined(separator: ",")
    let rows = (1...60).map { row in (1...500).map { "\($0 * row)" }.joined(separator: ",") }
    let bytes = Array(([header] + rows).joined(separator: "\n").utf8)
    let passages = ContentDefinedChunker(measure: Measures.wordPieces).part(bytes, as: .sourceCode, named: "a.csv")
      .passages
    #expect(passages.contains { !$0.columns.isEmpty })
    #expect(passages.allSatisfy { $0.columns.count <= 64 && $0.columns.joined().utf8.count <= 1_000 })
  }
}
