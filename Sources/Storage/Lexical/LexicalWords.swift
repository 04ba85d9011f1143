/// The words that a question is looked up by, each as a phrase of FTS5's query language.
///
/// Only letters, marks, numbers and signs get in, so no text can be taken as an operator, end a string or be refused.
/// A character of a script without blanks is paired with the one that follows it; standing alone it is a word.
struct LexicalWords {
  /// What a person asks has far fewer. A pasted page is looked up by its beginning.
  static let limit = 64

  /// Distinct, in the order of the text, at most `limit`.
  private(set) var phrases: [String] = []
  private var known: Set<String> = []
  private var word = String.UnicodeScalarView()
  private var isUnspaced = false
  /// The character of a script without blanks that ended right before `word` began, and whether a pair holds it.
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
    // The case is left to the index: it doesn't fold all that Swift does.
    if phrases.count < Self.limit, known.insert(phrase.lowercased()).inserted { phrases.append("\"\(phrase)\"") }
  }
}
