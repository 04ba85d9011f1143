import Foundation
import Testing

@Suite struct MiniLMCommandTests {
  @Test func `the model finds a passage by its meaning, in words that it doesn't have`() throws {
    let tree = try CommandTree([
      "leave.md": "# Leave\n\nEmployees receive thirty days of paid vacation each year.\n",
      "pumps.md": "# Pumps\n\nThe pump must be drained before frost.\n",
    ])
    // Without the model this fails with the message that names `freshet model fetch`.
    let outcome = try tree.freshet("reindex", "--json")
    try #require(outcome.status == 0, "\(outcome.errors)")
    #expect(try JSON(parsing: outcome.output)["chunks"]["embedded"] == 2)
    let answer = try tree.json("query", "How many holidays does a worker get?")
    #expect(answer["hits"].elements.map { $0["document"] } == ["leave.md", "pumps.md"])
    #expect(answer["embedder"] == "sentence-transformers/all-MiniLM-L6-v2")
    #expect(answer["completeness"]["absenceIsReliable"] == true)
    #expect(try tree.freshet("audit", "--verify").status == 0)
  }
}
