import Freshet
import FreshetCommand
import Testing

@Suite struct ShellTextTests {
  @Test func `an argument is quoted only where a shell would change it`() {
    #expect(ShellText.quoted("docs:a-b/c_1.md") == "docs:a-b/c_1.md")
    #expect(ShellText.quoted("a b") == "'a b'")
    #expect(ShellText.quoted("") == "''")
    #expect(ShellText.quoted("it's") == #"'it'\''s'"#)
    #expect(ShellText.quoted("'\u{301}") == "''\\''\u{301}'")
    #expect(ShellText.quoted("a\n\u{1B}'\\\u{202E}") == #"$'a\012\033\'\\\342\200\256'"#)
  }

  @Test func `a document's arguments name it whatever its source is called`() {
    #expect(DocumentID(path: "a.md").arguments == "files:a.md")
    #expect(DocumentID(source: "docs", path: "a b.md").arguments == "'docs:a b.md'")
    #expect(DocumentID(source: "a:b", path: "-x").arguments == "--source=a:b -- -x")
    #expect(DocumentID(source: "-x", path: "a.md").arguments == "--source=-x -- a.md")
    #expect(DocumentID(source: "", path: "a.md").arguments == "--source='' -- a.md")
  }
}
