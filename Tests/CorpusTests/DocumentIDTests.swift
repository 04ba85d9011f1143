internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct DocumentIDTests {
  @Test func `a file is described by its path, anything else with its source before it`() {
    #expect(DocumentID(path: "a/b.md").description == "a/b.md")
    #expect(DocumentID(source: "files", path: "a/b.md").description == "a/b.md")
    #expect(DocumentID(source: DocumentID.pushed, path: "a/b.md").description == "pushed:a/b.md")
    #expect(DocumentID(source: "", path: "").description == ":")
  }

  @Test func `a path that would be read as another source's document has its source before it`() {
    #expect(DocumentID(path: "notes:a.md").description == "files:notes:a.md")
    #expect(DocumentID(path: "notes:a.md").description != DocumentID(source: "notes", path: "a.md").description)
  }

  @Test func `documents sort by source, then by path`() {
    let sorted = [
      DocumentID(source: "a", path: "z"),
      DocumentID(path: ""), DocumentID(path: "A"), DocumentID(path: "a"), DocumentID(path: "a b"),
      DocumentID(path: "a-b"), DocumentID(path: "a/b"), DocumentID(path: "a0"), DocumentID(path: "b"),
      DocumentID(path: "\u{E9}"), DocumentID(path: "中"),
      DocumentID(source: DocumentID.pushed, path: "a"),
    ]
    for seed in UInt64(1)...20 {
      var generator = SplitMix64(seed: seed)
      #expect(sorted.shuffled(using: &generator).sorted() == sorted, "seed \(seed)")
    }
  }

  @Test func `the same path in two sources is two documents`() {
    #expect(DocumentID(path: "a") != DocumentID(source: DocumentID.pushed, path: "a"))
  }

  @Test func `two names that differ in bytes are two documents, for Linux keeps both files`() {
    let composed = DocumentID(path: "caf\u{E9}.md")
    let decomposed = DocumentID(path: "cafe\u{301}.md")
    #expect(Set([composed, decomposed]).count == 2)
    #expect(composed < decomposed || decomposed < composed)
  }
}
