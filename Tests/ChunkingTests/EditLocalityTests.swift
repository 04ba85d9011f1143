internal import FreshetChunking
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

/// Invariant 6 of the design: one contiguous edit re-embeds the chunks that it touches and at most two more,
/// 95 times in 100.
@Suite struct EditLocalityTests {
  private let chunker = ContentDefinedChunker(measure: Measures.wordPieces)

  @Test(arguments: [DocumentFormat.markdown, .plainText, .sourceCode])
  func `an edit re-embeds the chunks that it touches and at most two more`(_ format: DocumentFormat) {
    var edits = 0
    var localEdits = 0
    for seed in UInt64(1)...40 {
      var generator = SplitMix64(seed: seed)
      let before = Manuscript.random(sections: 24, using: &generator)
      let old = parted(before, format)
      for edit in Manuscript.Edit.allCases where edit != .moveSection {
        var after = before
        after.perform(edit, using: &generator)
        let new = parted(after, format)
        if new.bytes == old.bytes { continue }
        edits += 1
        if untouched(old, new) <= 2 { localEdits += 1 }
      }
    }
    #expect(localEdits * 100 >= edits * 95, "\(format): \(localEdits) of \(edits) edits, seeds 1...40")
  }

  /// Two places change: what the section left, and what it came between. There, a heading without text of its own joins
  /// what is below it.
  @Test func `a section that moves re-embeds next to nothing`() {
    var embedded = 0
    var chunks = 0
    for seed in UInt64(1)...60 {
      var generator = SplitMix64(seed: seed)
      let before = Manuscript.random(sections: 24, using: &generator)
      var after = before
      after.perform(.moveSection, using: &generator)
      let old = Set(parted(before, .markdown).document.passages.map(\.text))
      let new = parted(after, .markdown).document.passages
      embedded += new.count { !old.contains($0.text) }
      chunks += new.count
    }
    #expect(embedded * 100 <= chunks * 2, "\(embedded) of \(chunks) chunks over seeds 1...60")
  }

  @Test(arguments: [" ", ";", ""])
  func `an edit in one giant line moves only the cuts near it`(_ separator: String) {
    var edits = 0
    var localEdits = 0
    for seed in UInt64(1)...40 {
      var generator = SplitMix64(seed: seed)
      var words = (0..<3000).map { _ in Manuscript.word(&generator) }
      let old = parted(words.joined(separator: separator), .sourceCode)
      words[Int.random(in: 0..<3000, using: &generator)] = "another"
      edits += 1
      if untouched(old, parted(words.joined(separator: separator), .sourceCode)) <= 2 { localEdits += 1 }
    }
    #expect(localEdits * 100 >= edits * 95, "\(localEdits) of \(edits) edits, seeds 1...40")
  }

  @Test func `wrapping paragraphs anew keeps every cut`() {
    for seed in UInt64(1)...20 {
      var generator = SplitMix64(seed: seed)
      let words = (0..<400).map { _ in Manuscript.sentence(&generator) }.joined(separator: " ").split(
        separator: " ")
      let narrow = wrapped(words, every: 6)
      let wide = wrapped(words, every: 13)
      let texts = [narrow, wide].map { text in
        part(text, as: .plainText).passages.map { $0.text.string.split(whereSeparator: \.isWhitespace) }
      }
      #expect(texts[0] == texts[1], "seed \(seed)")
    }
  }

  private func wrapped(_ words: [Substring], every count: Int) -> String {
    stride(from: 0, to: words.count, by: count).map {
      words[$0..<min($0 + count, words.count)].joined(separator: " ")
    }
    .joined(separator: "\n")
  }

  private typealias Parted = (bytes: [UInt8], document: PartedDocument)

  private func parted(_ manuscript: Manuscript, _ format: DocumentFormat) -> Parted {
    let text =
      switch format {
      case .markdown: manuscript.markdown
      case .plainText: manuscript.plainText
      case .sourceCode: manuscript.sourceCode
      }
    return parted(text, format)
  }

  private func parted(_ text: String, _ format: DocumentFormat) -> Parted {
    (Array(text.utf8), chunker.part(Array(text.utf8), as: format))
  }

  /// How many chunks are new although the edit changed no byte in or beside them.
  private func untouched(_ old: Parted, _ new: Parted) -> Int {
    let head = zip(old.bytes, new.bytes).prefix { $0 == $1 }.count
    let tail = zip(old.bytes.dropFirst(head).reversed(), new.bytes.dropFirst(head).reversed()).prefix {
      $0 == $1
    }.count
    let edit = head...(new.bytes.count - tail)
    let known = Set(old.document.passages.map(\.text))
    return new.document.passages.count { passage in
      !known.contains(passage.text)
        && (passage.bytes.upperBound < edit.lowerBound || edit.upperBound < passage.bytes.lowerBound)
    }
  }
}
