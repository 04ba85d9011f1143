import FreshetCorpus
import Foundation
import Freshet
import Testing

/// Filters of questions to an earlier state, which has no history of some things.
struct PastFilterTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache
  private let state: PastState

  init() async throws {
    tree = try DocumentTree()
    cache = try tree.cache()
    try tree.write("---\nstatus: draft\ntags: [ops]\n---\n\nThe gate opens.\n", to: "gate.md")
    try await cache.put("The gate of the yard.", as: "yard", metadata: ["status": "final"], tags: ["ops"])
    try await cache.reindex()
    let token = try await cache.retrieve("gate").token
    try tree.write("---\nstatus: final\n---\n\nThe gate opens.\n", to: "gate.md")
    try await cache.remove("yard")
    try await cache.reindex()
    state = try await cache.state(at: token)
  }

  private func found(_ text: String) async throws -> [String] {
    let hits = try await state.retrieve("gate", where: DocumentFilter(parsing: text)).hits
    return Set(hits.map(\.document.description)).sorted()
  }

  @Test func `names, and the front matter of files, are those of then`() async throws {
    #expect(try await found("path = *") == ["gate.md", "pushed:yard"])
    #expect(try await found("source = files and status = draft") == ["gate.md"])
    #expect(try await found("source = files and status = final") == [])
    #expect(try await found("tag = ops and not source = pushed") == ["gate.md"])
    #expect(try await found("source = pushed and changed >= 2020-01-01") == ["pushed:yard"])
    #expect(try await found("source = pushed or status = draft") == ["gate.md", "pushed:yard"])
  }

  @Test(arguments: [
    ("tag = ops", "pushed:yard"), ("not tag = ops", "pushed:yard"),
    ("source = pushed and status = final", "pushed:yard"),
    ("changed >= 2020-01-01", "gate.md"),
  ])
  func `a filter that depends on what has no history is an error that names a document`(
    text: String, name: String
  ) async throws {
    let id = name == "gate.md" ? DocumentID(path: name) : DocumentID(source: DocumentID.pushed, path: "yard")
    await #expect(throws: FreshetError.notInPastState(id)) { try await found(text) }
  }
}
