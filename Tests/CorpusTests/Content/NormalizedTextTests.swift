internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct NormalizedTextTests {
  static let rules: [(rule: String, text: String, normalized: String)] = [
    ("nothing to do", "one\ntwo", "one\ntwo"),
    ("empty", "", ""),
    ("CR LF is one line end", "one\r\ntwo\r\n\r\nthree", "one\ntwo\n\nthree"),
    ("CR alone is a line end", "one\rtwo\r\rthree", "one\ntwo\n\nthree"),
    ("LF CR is two", "one\n\rtwo", "one\n\ntwo"),
    ("CR CR LF is two", "one\r\r\ntwo", "one\n\ntwo"),
    ("CR LF LF is two", "one\r\n\ntwo", "one\n\ntwo"),
    ("blanks before a line end go", "one  \ntwo \r\nthree   \rfour", "one\ntwo\nthree\nfour"),
    ("tabs before a line end go", "one\t\ntwo \t \r\nthree", "one\ntwo\nthree"),
    ("blanks and tabs at the very end go", "one \t ", "one"),
    ("a blank line within stays, empty", "one\n \t \ntwo", "one\n\ntwo"),
    ("blank lines at the start go", "\n\r\n \t\n\rone", "one"),
    ("blank lines at the end go", "one\n\n \n\t\r\n", "one"),
    ("nothing but blank lines", " \n\t\r\n\r \n", ""),
    ("indentation stays", "  one\n\t two", "  one\n\t two"),
    ("blanks within a line stay", "one  two\t three", "one  two\t three"),
    ("case stays", "One TWO", "One TWO"),
    ("other blanks stay", "one\u{A0}\ntwo\u{0C}\nthree\u{2003}\u{0B}", "one\u{A0}\ntwo\u{0C}\nthree\u{2003}\u{0B}"),
    ("other line ends stay", "one \u{2028}two \u{85}", "one \u{2028}two \u{85}"),
    ("NUL and the byte order mark stay", "\u{FEFF}one\0\n\0", "\u{FEFF}one\0\n\0"),
    ("a combined character stays combined", "caf\u{E9}", "caf\u{E9}"),
    ("a decomposed character stays decomposed", "cafe\u{301} \n", "cafe\u{301}"),
  ]

  @Test func `every rule of the doc, and no other, is applied`() {
    for (rule, text, normalized) in Self.rules {
      let result = NormalizedText(normalizing: text).string
      // As bytes, for strings of other Unicode forms are equal.
      #expect(Array(result.utf8) == Array(normalized.utf8), "\(rule): \(result.debugDescription)")
      #expect(Array(NormalizedText(normalizing: Array(text.utf8)).string.utf8) == Array(normalized.utf8), "\(rule)")
    }
  }

  @Test func `bytes that aren't UTF-8 are replaced`() {
    #expect(NormalizedText(normalizing: [0x61, 0xFF, 0x62, 0x20, 0x0A]).string == "a\u{FFFD}b")
  }

  @Test func `normalising twice gives the same text, and it has no line end or blank to take away`() {
    for seed in UInt64(1)...2000 {
      var generator = SplitMix64(seed: seed)
      let soup = soup(&generator)
      let once = NormalizedText(normalizing: soup)
      let bytes = Array(once.string.utf8)
      #expect(Array(NormalizedText(normalizing: once.string).string.utf8) == bytes, "seed \(seed)")
      #expect(bytes == Self.reference(soup), "seed \(seed)")
    }
  }

  @Test func `a text is the form of bytes where they become it, and of no others`() {
    for seed in UInt64(1)...2000 {
      var generator = SplitMix64(seed: seed)
      let soups = [soup(&generator), soup(&generator)]
      let text = Self.reference(soups[0])
      for bytes in soups + [text, text + [0x20, 0x0A], [0x0A] + text] {
        let isForm = text.withUnsafeBytes { text in
          bytes.withUnsafeBytes { NormalizedText.isForm(text, of: $0) }
        }
        #expect(isForm == (Self.reference(bytes) == text), "seed \(seed): \(bytes)")
      }
    }
  }

  @Test func `only what is empty says so, and stored text is taken as it is`() {
    #expect(NormalizedText(normalizing: " \n").isEmpty)
    #expect(!NormalizedText(normalizing: " \n.").isEmpty)
    #expect(NormalizedText(stored: "as it is \r\n").string == "as it is \r\n")
  }

  private func soup(_ generator: inout SplitMix64) -> [UInt8] {
    let atoms = ["\n", "\r", "\r\n", " ", "\t", "  ", "a", "é", "\u{301}", "𝒳", "\u{A0}"]
    return (0..<Int.random(in: 0...40, using: &generator)).flatMap { _ in Array(generator.pick(atoms).utf8) }
  }

  /// The rules one after another, each over the whole text.
  private static func reference(_ bytes: [UInt8]) -> [UInt8] {
    let (lf, cr) = (UInt8(0x0A), UInt8(0x0D))
    let withoutPairs = bytes.indices.filter { bytes[$0] != lf || $0 == 0 || bytes[$0 - 1] != cr }.map { bytes[$0] }
    let lines = withoutPairs.map { $0 == cr ? lf : $0 }.split(separator: lf, omittingEmptySubsequences: false)
    let trimmed = lines.map { line in
      Array(line.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed())
    }
    guard let first = trimmed.firstIndex(where: { !$0.isEmpty }),
      let last = trimmed.lastIndex(where: { !$0.isEmpty })
    else { return [] }
    return Array(trimmed[first...last].joined(separator: [lf]))
  }
}
