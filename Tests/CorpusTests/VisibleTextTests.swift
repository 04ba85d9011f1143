import FreshetCorpus
import Testing

@Suite struct VisibleTextTests {
  private static let obeyed: [(Unicode.Scalar, String)] = [
    ("\u{0}", "0"), ("\u{7}", "7"), ("\u{8}", "8"), ("\r", "d"), ("\u{1B}", "1b"), ("\u{7F}", "7f"), ("\u{85}", "85"),
    ("\u{9B}", "9b"), ("\u{9D}", "9d"), ("\u{AD}", "ad"), ("\u{34F}", "34f"), ("\u{61C}", "61c"), ("\u{115F}", "115f"),
    ("\u{180E}", "180e"), ("\u{200B}", "200b"), ("\u{200D}", "200d"), ("\u{200F}", "200f"), ("\u{2028}", "2028"),
    ("\u{2029}", "2029"), ("\u{202E}", "202e"), ("\u{2060}", "2060"), ("\u{2066}", "2066"), ("\u{2800}", "2800"),
    ("\u{3164}", "3164"), ("\u{FE0F}", "fe0f"), ("\u{FEFF}", "feff"), ("\u{FFFE}", "fffe"), ("\u{E0041}", "e0041"),
    ("\u{E0100}", "e0100"),
  ]

  @Test func `every C0 and C1 control and DEL is spelled out; a text keeps LF and TAB`() throws {
    for value in Array(0...0x1F) + Array(0x7F...0x9F) {
      let scalar = try #require(Unicode.Scalar(UInt32(value)))
      let spelled = "a\\u{\(String(value, radix: 16))}b"
      #expect("a\(scalar)b".visible == spelled)
      #expect("a\(scalar)b".visibleLines == (scalar == "\n" || scalar == "\t" ? "a\(scalar)b" : spelled))
    }
  }

  @Test(arguments: obeyed)
  func `what a terminal obeys or nobody sees is spelled out, also before a combining mark`(
    scalar: Unicode.Scalar, digits: String
  ) {
    #expect("x\(scalar)y".visible == "x\\u{\(digits)}y")
    #expect("\(scalar)\u{301}".visibleLines == "\\u{\(digits)}\u{301}")
  }

  @Test func `words, marks and pictures of all scripts stay as they are`() {
    for text in [
      "naïve", "e\u{301}", "日本語", "العربية", "שלום", "हिन्दी", "❤\u{FE0F}", "⚙\u{FE0F} Setup", "😀", "a b", "a\u{A0}b", "",
    ] {
      #expect(text.visible == text)
      #expect(text.visibleLines == text)
    }
    #expect("1\u{FE0F}".visible == "1\\u{fe0f}")
  }

  @Test func `a line that ends with CR LF ends with LF, and any other CR is spelled out`() {
    #expect("a\r\nb\r\n".visibleLines == "a\nb\n")
    #expect("a\rb\r\r\n".visibleLines == "a\\u{d}b\\u{d}\n")
    #expect("a\r\nb".visible == "a\\u{d}\\u{a}b")
  }

  @Test func `JSON reads the same text from what is shown of it`() {
    #expect("\"\u{9B}\u{202E}\u{E0041}\u{7F}\"\n".visibleJSON == "\"\\u009b\\u202e\\udb40\\udc41\\u007f\"\n")
  }
}
