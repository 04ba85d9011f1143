import Foundation
import Testing

@Suite struct EmbedTests {
  private func embed(_ input: String, _ arguments: String...) throws -> [JSON] {
    let tree = try CommandTree(["in.txt": input])
    let words = ["embed", "--embedder", "hashing"] + arguments
    let outcome = try tree.freshet(words, input: input)
    try #require(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.isEmpty)
    return try JSON.lines(outcome.output)
  }

  @Test func `texts come back in their order, from plain lines and JSON Lines`() throws {
    let input = #"{"text": "red lamps"}"# + "\nthe gate\n\n" + #"{"text": "a \"quoted\" word", "id": 3}"# + "\n{odd\n"
    let vectors = try embed(input)
    #expect(vectors.map { $0["text"] } == ["red lamps", "the gate", "", #"a "quoted" word"#, "{odd"])
    #expect(vectors.allSatisfy { $0.keys == ["text", "vector"] })
    #expect(vectors.allSatisfy { $0["vector"].elements.count == 384 })
    #expect(try embed(input, "in.txt") == vectors)
    #expect(try embed(input, "-") == vectors)
  }

  @Test func `a vector has length one and depends on its own text alone`() throws {
    let many = try embed((0..<600).map { "line \($0 % 7) of many" }.joined(separator: "\n"))
    let alone = try embed("line 3 of many")[0]
    #expect(many.count == 600)
    for index in stride(from: 3, to: 600, by: 7) { #expect(many[index] == alone) }
    let squares = alone["vector"].elements.map { $0.number * $0.number }
    // Components are rounded to Float: the norm of 384 of them is off by at most 384 · 2⁻²⁴.
    #expect(abs(squares.reduce(0, +) - 1) < 384 * 0x1p-23)
  }

  @Test func `needs no store, and nothing in gives nothing out`() throws {
    #expect(try embed("") == [])
  }

  @Test func `lines may end as on Windows`() throws {
    #expect(try embed("red lamps\r\nthe gate\r\n") == embed("red lamps\nthe gate\n"))
  }

  @Test func `a text over the model's limit is marked, unless all of it is asked for`() throws {
    let long = (0..<300).map { "word\($0 % 10)" }.joined(separator: " ")
    let tree = try CommandTree()
    let cut = try tree.freshet(["embed"], input: long + "\nshort\n")
    try #require(cut.status == 0, "\(cut.errors)")
    #expect(try JSON.lines(cut.output).map { $0.keys } == [["text", "truncated", "vector"], ["text", "vector"]])
    #expect(cut.errors == "freshet: 1 text was cut off at the model's token limit; --whole embeds it completely\n")
    let whole = try tree.freshet(["embed", "--whole"], input: long + "\nshort\n")
    #expect(try JSON.lines(whole.output).map { $0.keys } == [["text", "vector"], ["text", "vector"]])
    #expect(whole.errors.isEmpty)
  }

  @Test func `a file that isn't there is named`() throws {
    let outcome = try CommandTree().freshet("embed", "--embedder", "hashing", "nowhere.txt")
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("freshet: cannot read nowhere.txt: "))
  }
}
