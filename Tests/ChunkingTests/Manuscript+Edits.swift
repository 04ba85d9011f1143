internal import FreshetSeededNumbers

extension Manuscript {
  enum Edit: CaseIterable {
    case insertWord, deleteWord, replaceWord
    case insertSentence, deleteSentence, replaceSentence
    case insertParagraph, deleteBlock
    case insertItem, deleteItem
    case moveSection
  }

  /// Performs `edit` at a random place; does nothing where there is no such place.
  mutating func perform(_ edit: Edit, using generator: inout SplitMix64) {
    let sectionsWithBlocks = sections.indices.filter { !sections[$0].blocks.isEmpty }
    guard let section = sectionsWithBlocks.randomElement(using: &generator) else { return }
    let block = sections[section].blocks.indices.randomElement(using: &generator) ?? 0
    switch edit {
    case .insertParagraph:
      let sentences = (0..<Int.random(in: 1...5, using: &generator)).map { _ in Self.sentence(&generator) }
      sections[section].blocks.insert(.paragraph(sentences), at: block)
    case .deleteBlock:
      sections[section].blocks.remove(at: block)
    case .moveSection:
      let moved = sections.remove(at: section)
      sections.insert(moved, at: Int.random(in: 0...sections.count, using: &generator))
    default:
      sections[section].blocks[block].perform(edit, using: &generator)
    }
  }
}

extension Manuscript.Block {
  fileprivate mutating func perform(_ edit: Manuscript.Edit, using generator: inout SplitMix64) {
    switch self {
    case .paragraph(var sentences):
      Self.perform(edit, on: &sentences, { Manuscript.sentence(&$0) }, &generator)
      self = .paragraph(sentences)
    case .list(var items):
      Self.perform(edit, on: &items, { Manuscript.words(8, &$0) }, &generator)
      self = .list(items)
    case .table(var rows):
      Self.perform(
        edit, on: &rows, { "| \(Manuscript.word(&$0)) | \(Manuscript.words(4, &$0)) |" }, &generator)
      self = .table(rows)
    case .code(var lines):
      Self.perform(edit, on: &lines, { Manuscript.line(&$0) }, &generator)
      self = .code(lines)
    }
  }

  private static func perform(
    _ edit: Manuscript.Edit, on pieces: inout [String], _ make: (inout SplitMix64) -> String,
    _ generator: inout SplitMix64
  ) {
    guard let place = pieces.indices.randomElement(using: &generator) else { return }
    switch edit {
    case .insertSentence, .insertItem: pieces.insert(make(&generator), at: place)
    case .deleteSentence, .deleteItem: if pieces.count > 1 { pieces.remove(at: place) }
    case .replaceSentence: pieces[place] = make(&generator)
    default: pieces[place] = edited(pieces[place], edit, &generator)
    }
  }

  private static func edited(_ text: String, _ edit: Manuscript.Edit, _ generator: inout SplitMix64) -> String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard let place = words.indices.randomElement(using: &generator) else { return text }
    switch edit {
    case .insertWord: words.insert(Manuscript.word(&generator), at: place)
    case .deleteWord: if words.count > 1 { words.remove(at: place) }
    default: words[place] = Manuscript.word(&generator)
    }
    return words.joined(separator: " ")
  }
}
