internal import Chunking
internal import Corpus
import Testing

@Suite struct FrontMatterTests {
  @Test func `front matter is metadata, and its title is the document's`() {
    let document = part(
      """
      ---
      title: "A: title"
      author: 'Ann'
      draft: false # not yet
      tags: [one, "two"]
      list:
        - three
        - 'four'
      flush:
      - five
      - six
      summary: >
        Folded text
        over lines
      nested:
        key: passed over
      url: https://example.org/#top
      # a comment
      empty:
      ---
      # Heading

      Text.
      """, as: .markdown)
    #expect(document.title == "A: title")
    #expect(
      document.metadata == [
        "title": "A: title", "author": "Ann", "draft": "false", "tags": "one, two", "list": "three, four",
        "flush": "five, six", "summary": "Folded text over lines", "url": "https://example.org/#top",
      ])
    #expect(document.passages.map { Chunk($0) } == [Chunk(["Heading"], 21...23, "# Heading\n\nText.")])
  }

  @Test(arguments: [
    "---\ntitle: x\n\nIt never closes.\n", "---\nA thematic break. Not front matter.\n---\n",
    "\n---\ntitle: x\n---\n",
    "--- \nnote:this\n---\n", "----\ntitle: x\n---\n",
  ])
  func `what is not well formed is prose`(_ text: String) {
    let document = part(text, as: .markdown)
    #expect(document.metadata == [:])
    #expect(
      document.passages.map(\.text.string).joined().filter { !$0.isWhitespace }
        == text.filter { !$0.isWhitespace })
  }

  @Test func `only Markdown has front matter`() {
    for format in [DocumentFormat.plainText, .sourceCode] {
      let document = part("---\nkey: value\n---\n", as: format)
      #expect(document.metadata == [:])
      #expect(document.passages.map { Chunk($0) } == [Chunk([], 1...3, "---\nkey: value\n---")])
    }
  }

  @Test func `front matter may end with dots and stand after a byte order mark`() {
    let document = part("\u{FEFF}---\r\ntitle: x\r\n...\r\nText.", as: .markdown)
    #expect(document.title == "x")
    #expect(document.passages.map { Chunk($0) } == [Chunk([], 4...4, "Text.")])
  }
}
