internal import FreshetSeededNumbers

/// A document that a seeded generator writes and edits as a person would: by words, sentences, paragraphs,
/// items, sections.
struct Manuscript {
  struct Section {
    var heading: String
    var blocks: [Block]
  }

  enum Block {
    case paragraph([String])
    case list([String])
    case table([String])
    case code([String])
  }

  var sections: [Section] = []

  /// The bytes with soft line breaks left out, so that an edit of a word changes no other line.
  var markdown: String {
    sections.map { section in
      ([section.heading] + section.blocks.map(\.markdown)).joined(separator: "\n\n")
    }.joined(separator: "\n\n") + "\n"
  }

  /// Only the paragraphs and lists, with nothing that bounds a chunk.
  var plainText: String {
    sections.flatMap(\.blocks).compactMap { block in
      switch block {
      case .paragraph, .list: block.markdown
      case .table, .code: nil
      }
    }.joined(separator: "\n\n") + "\n"
  }

  var sourceCode: String {
    sections.flatMap(\.blocks).compactMap { block in
      if case .code(let lines) = block { lines.joined(separator: "\n") } else { nil }
    }.joined(separator: "\n\n") + "\n"
  }
}

extension Manuscript.Block {
  var markdown: String {
    switch self {
    case .paragraph(let sentences): sentences.joined(separator: " ")
    case .list(let items): items.map { "- \($0)" }.joined(separator: "\n")
    case .table(let rows): (["| name | meaning |", "| --- | --- |"] + rows).joined(separator: "\n")
    case .code(let lines): "```swift\n" + lines.joined(separator: "\n") + "\n```"
    }
  }
}

extension Manuscript {
  static func random(sections count: Int, using generator: inout SplitMix64) -> Manuscript {
    var manuscript = Manuscript()
    for index in 0..<count {
      let level = index == 0 ? 1 : generator.pick([2, 2, 3, 3, 4])
      let heading =
        String(repeating: "#", count: level) + " "
        + words(Int.random(in: 1...5, using: &generator), &generator)
      let blocks = (0..<Int.random(in: 0...6, using: &generator)).map { _ in block(&generator) }
      manuscript.sections.append(Section(heading: heading, blocks: blocks))
    }
    return manuscript
  }

  static func block(_ generator: inout SplitMix64) -> Block {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: .list(many(3...9, &generator) { words(Int.random(in: 3...14, using: &$0), &$0) })
    case 1: .table(many(2...9, &generator) { "| \(words(1, &$0)) | \(words(4, &$0)) |" })
    case 2, 3: .code(many(3...30, &generator) { line(&$0) })
    default: .paragraph(many(1...7, &generator) { sentence(&$0) })
    }
  }

  static func sentence(_ generator: inout SplitMix64) -> String {
    let text = words(Int.random(in: 4...24, using: &generator), &generator)
    return text.prefix(1).uppercased() + text.dropFirst() + generator.pick([".", ".", ".", "?", "!", ":"])
  }

  static func words(_ count: Int, _ generator: inout SplitMix64) -> String {
    (0..<count).map { _ in word(&generator) }.joined(separator: " ")
  }

  static func word(_ generator: inout SplitMix64) -> String {
    let syllables = ["ka", "lo", "mi", "ten", "ra", "su", "vel", "no", "chi", "pra", "do", "es"]
    return (0..<Int.random(in: 1...4, using: &generator)).map { _ in generator.pick(syllables) }.joined()
  }

  static func line(_ generator: inout SplitMix64) -> String {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: ""
    case 1: "}"
    case 2: "func \(word(&generator))() {"
    default: "  let \(word(&generator)) = \(word(&generator))(\(word(&generator)))"
    }
  }

  private static func many(
    _ counts: ClosedRange<Int>, _ generator: inout SplitMix64, _ make: (inout SplitMix64) -> String
  ) -> [String] {
    (0..<Int.random(in: counts, using: &generator)).map { _ in make(&generator) }
  }
}
