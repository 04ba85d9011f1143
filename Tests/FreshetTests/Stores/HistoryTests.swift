import FreshetCorpus
import Freshet
import Testing

/// The versions that are kept of a document.
struct HistoryTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache
  private let note = DocumentID(source: DocumentID.pushed, path: "note")

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
  }

  @Test func `every version is listed, newest first, with the states that it was served in`() async throws {
    let first = try await cache.put("The first text.", as: "note")
    tree.advance(bySeconds: 1)
    let second = try await cache.put("The second text.\n\nIt is longer.", as: "note")
    tree.advance(bySeconds: 1)
    let third = try await cache.remove("note")
    let history = try cache.history(of: note)
    #expect(history.map(\.write.write) == [3, 2, 1])
    #expect(history.map(\.isCurrent) == [true, false, false])
    #expect(history.map(\.servedFrom) == [nil, second, first])
    #expect(history.map(\.servedUntil) == [nil, third, second])
    #expect(history.map(\.content?.sizeInBytes) == [nil, 31, 15])
    #expect(history.map(\.content?.passages) == [nil, 1, 1])
    #expect(history.map { $0.supersededAt == nil } == [true, false, false])
    #expect(history == history.sorted { $0.stamp > $1.stamp })
    #expect(history.map(\.isServed) == [false, false, false])
  }

  @Test func `a token finds the version that was served then`() async throws {
    let first = try await cache.put("The first text.", as: "note")
    try await cache.put("Something else.", as: "other")
    let second = try await cache.put("The second text.", as: "note")
    let removed = try await cache.remove("note")
    #expect(try cache.version(of: note, servedAt: first)?.write.write == 1)
    #expect(try cache.version(of: note, servedAt: second)?.write.write == 3)
    #expect(try cache.version(of: note, servedAt: removed) == nil)
  }

  @Test func `a pushed text is kept to the byte, a file's as its passages`() async throws {
    try await cache.put("A text.  \r\n", as: "note")
    try tree.write("# One\n\nText of one.\n\n# Two\n\nText of two.\n", to: "a.md")
    try await cache.reindex()
    let pushed = try #require(try cache.history(of: note).first)
    #expect(try cache.text(of: pushed.write, in: note) == VersionText(text: "A text.  \r\n", isExact: true))
    let file = DocumentID(path: "a.md")
    let version = try #require(try cache.history(of: file).first)
    #expect(
      try cache.text(of: version.write, in: file)
        == VersionText(text: "# One\n\nText of one.\n\n# Two\n\nText of two.", isExact: false))
  }

  @Test func `of an unknown document there is none`() throws {
    #expect(try cache.history(of: note) == [])
  }
}
