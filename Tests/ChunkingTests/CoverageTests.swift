internal import FreshetChunking
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

/// What holds for every document, whatever it says and however tokens are counted.
@Suite struct CoverageTests {
  static let measures: [(name: String, measure: @Sendable (String) -> Int)] = [
    ("word pieces", Measures.wordPieces), ("words", Measures.words), ("characters", Measures.characters),
    ("nasty", Measures.nasty),
  ]
  static let sizes = [
    ChunkSizes(), ChunkSizes(minimum: 5, target: 12, maximum: 20),
    ChunkSizes(minimum: 1, target: 3, maximum: 6, maximumInBytes: 40),
  ]

  @Test(arguments: [DocumentFormat.markdown, .plainText, .sourceCode])
  func `every byte of a document lies in one passage, within the limits`(_ format: DocumentFormat) {
    for seed in UInt64(1)...12 {
      var generator = SplitMix64(seed: seed)
      check(Manuscript.random(sections: 6, using: &generator).markdown, format, "manuscript, seed \(seed)")
    }
  }

  @Test(arguments: [DocumentFormat.markdown, .plainText, .sourceCode])
  func `every byte of nonsense lies in one passage, within the limits`(_ format: DocumentFormat) {
    for seed in UInt64(1)...150 {
      var generator = SplitMix64(seed: seed)
      check(nonsense(&generator), format, "nonsense, seed \(seed)")
    }
  }

  @Test func `equal bytes part equally`() {
    var generator = SplitMix64(seed: 5)
    let text = Manuscript.random(sections: 12, using: &generator).markdown
    #expect(part(text, as: .markdown) == part(text, as: .markdown))
  }

  @Test func `chunks of prose stay near the target, and none is under the minimum`() {
    var sizes: [Int] = []
    for seed in UInt64(1)...60 {
      var generator = SplitMix64(seed: seed)
      let text = (0..<60).map { _ in Manuscript.sentence(&generator) }.joined(separator: " ")
      sizes += part(text, as: .plainText).passages.map { Measures.wordPieces($0.text.string) }
    }
    sizes.sort()
    #expect(sizes[0] >= 40)
    #expect((80...130).contains(sizes[sizes.count / 2]))
  }

  private func nonsense(_ generator: inout SplitMix64) -> String {
    let atoms = [
      "a", "word ", "Then. ", "\n", "\n\n", "\r\n", "\r", "\t", "    ", "- ", "* ", "1. ", "> ", "# ", "## ",
      "```", "\n```\n", "~~~\n",
      "|", "\n---\n", "\n===\n", "<!-- ", "-->", "<div>\n", "</div>", "[a]: /b\n", "![x](y)", "`", "é", "中文。",
      "👩‍👩‍👧", "\u{301}", "\u{FEFF}",
      "\u{0C}", "---", "key: value\n", String(repeating: "x", count: 90), "  ", ",", "𝒳", "\u{A0}",
    ]
    return (0..<Int.random(in: 0...120, using: &generator)).map { _ in generator.pick(atoms) }.joined()
  }

  private func check(_ text: String, _ format: DocumentFormat, _ name: String) {
    let bytes = Array(text.utf8)
    for (measureName, measure) in Self.measures {
      for sizes in Self.sizes {
        let document = ContentDefinedChunker(sizes: sizes, measure: measure).part(bytes, as: format)
        let label = "\(name), \(measureName), maximum \(sizes.maximum)"
        expectCoverage(document, of: bytes, label)
        expectLimits(document, of: bytes, sizes, measure, label)
      }
    }
  }

  private func expectCoverage(_ document: PartedDocument, of bytes: [UInt8], _ label: String) {
    var isCovered = Array(repeating: false, count: bytes.count)
    for passage in document.passages {
      for index in passage.bytes { isCovered[index] = true }
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let missed = bytes.indices.dropFirst(start).filter { !isCovered[$0] && !bytes[$0].isWhiteSpace }
    #expect(missed == [], "\(label)")
  }

  private func expectLimits(
    _ document: PartedDocument, of bytes: [UInt8], _ sizes: ChunkSizes, _ measure: (String) -> Int,
    _ label: String
  ) {
    var end = 0
    for passage in document.passages {
      #expect(passage.bytes.lowerBound >= end && passage.bytes.count <= sizes.maximumInBytes, "\(label)")
      #expect(measure(passage.text.string) <= sizes.maximum, "\(label)")
      #expect(
        passage.text == NormalizedText(normalizing: bytes[passage.bytes]) && !passage.text.isEmpty, "\(label)"
      )
      #expect(String(validating: bytes[passage.bytes], as: UTF8.self) != nil, "\(label)")
      #expect(passage.lines == lines(of: passage.bytes, in: bytes), "\(label)")
      end = passage.bytes.upperBound
    }
  }

  private func lines(of range: Range<Int>, in bytes: [UInt8]) -> LineRange {
    LineRange(first: line(of: range.lowerBound, in: bytes), last: line(of: range.upperBound - 1, in: bytes))
  }

  private func line(of offset: Int, in bytes: [UInt8]) -> Int {
    1
      + bytes[..<offset].indices.count { index in
        bytes[index] == 0x0A
          || (bytes[index] == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A))
      }
  }
}

extension UInt8 {
  fileprivate var isWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
