/// The parts of a question that mean exactly what they say: texts in quotes, and words with signs inside, such as
/// `2.10.1`, `2026-02-11`, `ERR_LOCK_TIMEOUT` and `10.0.0.12`.
///
/// The tokenizer splits such a word into parts, which other words have as well, in another order. So a question also
/// asks for the parts as a phrase.
struct ExactForms {
  /// The text of a form, and whether quotes surrounded it.
  typealias Form = (text: Substring, isQuoted: Bool)

  /// At most `limit` forms, those in quotes first.
  let forms: [Form]

  static let limit = 16
  private static let quotes: [Character: Character] = ["\"": "\"", "“": "”", "„": "“", "«": "»"]
  private static let around = Set(".,;:!?()[]{}<>\"'`“”„«»‘’*_~")
  private static let apostrophes = Set("'’")
  private static let hyphens = Set("-‐‑–—")

  init(of question: String) {
    let words = question.split(whereSeparator: \.isWhitespace).lazy.map(Self.trimmed).filter(Self.hasSignInside)
    forms = Array((Self.quoted(in: question) + words.prefix(Self.limit).map { ($0, false) }).prefix(Self.limit))
  }

  /// The texts between quotes. A quote that isn't closed counts as none.
  private static func quoted(in question: String) -> [Form] {
    var (found, rest) = ([Form](), question[...])
    while found.count < limit, let start = rest.firstIndex(where: { quotes[$0] != nil }) {
      let text = rest[rest.index(after: start)...]
      guard let end = text.firstIndex(where: { $0 == quotes[rest[start]] }) else {
        rest = text
        continue
      }
      found.append((text[..<end], true))
      rest = text[text.index(after: end)...]
    }
    return found
  }

  private static func trimmed(_ word: Substring) -> Substring {
    var word = word.drop(while: around.contains)
    while let last = word.last, around.contains(last) { word.removeLast() }
    return word
  }

  /// Whether the word is more than words of a language: whether signs other than apostrophes separate its letters or
  /// digits, and not only hyphens its letters, as in `long-term`.
  private static func hasSignInside(_ word: Substring) -> Bool {
    let signs = word.filter { !$0.isLetter && !$0.isNumber && !apostrophes.contains($0) && !isInIndex($0) }
    return !signs.isEmpty && (word.contains(where: \.isNumber) || signs.contains { !hyphens.contains($0) })
  }

  private static func isInIndex(_ character: Character) -> Bool {
    character.unicodeScalars.contains(where: \.isPartOfWord)
  }
}
