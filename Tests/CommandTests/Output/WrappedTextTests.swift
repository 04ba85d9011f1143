internal import FreshetCommand
import Testing

/// Text in lines of a width: nothing is cut off.
@Suite struct WrappedTextTests {
  @Test func `words go on in the next line, under the indent`() {
    #expect(
      WrappedText.lines("one two three four", after: "- ", indent: "  ", width: 10) == [
        "- one two", "  three", "  four",
      ])
    #expect(WrappedText.lines("", after: "- ", width: 10) == ["-"])
  }

  @Test func `a path is broken after a slash, or anywhere if it must, and is whole again when its lines are joined`() {
    let path = "a b/cdef/ghijklmnopqrstuvwxyz/x"
    let lines = WrappedText.lines(path, at: .path, width: 10)
    #expect(lines == ["a b/cdef/", "ghijklmnop", "qrstuvwxyz", "/x"])
    #expect(lines.joined() == path)
  }

  @Test func `every width keeps every letter`() {
    let text = "日本語/灯台 of the north\u{7} and a-very-long-word-without-end"
    for width in 3...40 {
      let lines = WrappedText.lines(text, at: .path, width: width)
      #expect(lines.joined() == text.replacing("\u{7}", with: "\\u{7}"))
      #expect(lines.allSatisfy { $0.columns <= width }, "\(width): \(lines)")
    }
  }
}
