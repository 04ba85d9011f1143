/// The words of a question for a search, each as a phrase of FTS5's query language.
///
/// A phrase contains only letters, marks, numbers and symbols, so no question can act as an operator, end a string or
/// cause a syntax error. A character of a script without blanks forms a pair with the next one; alone it is a word.
struct LexicalWords {
  /// The greatest number of words. Typical questions have far fewer; of a longer text, the search uses only the
  /// beginning.
  static let limit = 64

  /// The phrases: distinct, in the order of the text, at most `limit`.
  private(set) var phrases: [String] = []
  private var known: Set<String> = []
  private var word = String.UnicodeScalarView()
  private var isUnspaced = false
  /// The last character of a script without blanks before `word` began, and whether it is part of a pair.
  private var neighbour: (character: String, isPaired: Bool)?

  init(of question: String) {
    for scalar in (LexicalText.spaced(question) ?? question).unicodeScalars {
      if phrases.count == Self.limit { break }
      take(scalar)
    }
    finishWord()
    finishRun()
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    if scalar.isPartOfWord {
      if word.isEmpty { isUnspaced = scalar.isUnspaced }
      word.append(scalar)
    } else {
      finishWord()
      if scalar != LexicalText.boundary { finishRun() }
    }
  }

  private mutating func finishWord() {
    guard !word.isEmpty else { return }
    let text = String(word)
    word.removeAll(keepingCapacity: true)
    guard isUnspaced else {
      finishRun()
      return add(text)
    }
    if let neighbour { add("\(neighbour.character) \(text)") }
    neighbour = (text, neighbour != nil)
  }

  private mutating func finishRun() {
    if let neighbour, !neighbour.isPaired { add(neighbour.character) }
    neighbour = nil
  }

  private mutating func add(_ phrase: String) {
    // The index folds the case, because it folds fewer letters than Swift does.
    if phrases.count < Self.limit, known.insert(phrase.lowercased()).inserted { phrases.append("\"\(phrase)\"") }
  }
}
