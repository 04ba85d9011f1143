/// The words of a question, each as a phrase of FTS5's query language.
///
/// A phrase contains only letters, marks, numbers and symbols. So no question can contain an FTS5 operator, end a
/// string or cause a syntax error. In a script without spaces, every pair of neighbouring characters forms a phrase; a
/// character without such neighbours forms a phrase by itself.
struct LexicalWords {
  /// The greatest number of phrases. Typical questions have far fewer; of a longer text, the search uses only the
  /// beginning.
  static let limit = 64

  /// The distinct phrases in the order of the question, at most `limit`.
  private(set) var phrases: [String] = []
  /// How often each phrase is in the question.
  private(set) var counts: [Int] = []
  /// How much it counts that a passage contains exactly this phrase: 0 for plain words, 1 for words with signs inside,
  /// 4 for texts in quotes (`ExactForms`).
  private(set) var exactness: [Double] = []
  private var known: [String: Int] = [:]
  private var word = String.UnicodeScalarView()
  private var isUnspaced = false
  /// The character directly before `word`, if it belongs to a script without spaces. `isPaired` says whether a phrase
  /// already contains this character as the second of a pair.
  private var neighbour: (character: String, isPaired: Bool)?

  private static let ofWord = 1.0
  private static let ofQuotation = 4.0
  private static let longestPhrase = 32

  init(of question: String) {
    for form in ExactForms(of: question).forms { addExact(form) }
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

  /// Adds the words of a form as one phrase, in the form in which the index has them; nothing if it is a single word.
  private mutating func addExact(_ form: ExactForms.Form) {
    let text = LexicalText.spaced(String(form.text)) ?? String(form.text)
    let words = text.unicodeScalars.split { !$0.isPartOfWord }.prefix(Self.longestPhrase).map { String($0) }
    if words.count < 2 { return }
    let phrase = words.joined(separator: " ")
    if known[phrase.lowercased()] == nil { add(phrase) }
    guard let index = known[phrase.lowercased()] else { return }
    exactness[index] = max(exactness[index], form.isQuoted ? Self.ofQuotation : Self.ofWord)
  }

  private mutating func add(_ phrase: String) {
    // Compare phrases in lower case but pass them on unchanged: FTS5 converts the case itself, of fewer letters than
    // Swift.
    let key = phrase.lowercased()
    if let index = known[key] {
      counts[index] += 1
    } else if phrases.count < Self.limit {
      known[key] = phrases.count
      phrases.append("\"\(phrase)\"")
      counts.append(1)
      exactness.append(0)
    }
  }
}
