/// Splits the text of a filter into tokens.
struct FilterLexer {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  /// The signs of which comparisons and lists consist. A word that contains one must be quoted.
  static let signs = Set("()=!<>~,\"'".unicodeScalars)

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// The text's tokens; the last one is `.end`.
  ///
  /// - Throws: `FilterProblem` if a quote isn't closed, or a sign has no meaning.
  static func tokens(of text: String) throws(FilterProblem) -> [FilterToken] {
    var lexer = FilterLexer(text)
    var tokens: [FilterToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    return tokens + [FilterToken(kind: .end, offset: lexer.position)]
  }

  private mutating func next() throws(FilterProblem) -> FilterToken? {
    while let scalar = current, scalar.properties.isWhitespace { position += 1 }
    guard let scalar = current else { return nil }
    let start = position
    let kind: FilterToken.Kind
    switch scalar {
    case "\"", "'": kind = .quoted(try quoted(by: scalar))
    case _ where Self.signs.contains(scalar): kind = .sign(try sign())
    default: kind = .word(word())
    }
    return FilterToken(kind: kind, offset: start)
  }

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func word() -> String {
    var word = String.UnicodeScalarView()
    while let scalar = current, !scalar.properties.isWhitespace, !Self.signs.contains(scalar) {
      word.append(scalar)
      position += 1
    }
    return String(word)
  }

  /// Reads a quoted text. In it, `\` before the quote or before another `\` takes away its meaning; before any other
  /// character it stands for itself, as in patterns.
  private mutating func quoted(by quote: Unicode.Scalar) throws(FilterProblem) -> String {
    let start = position
    var text = String.UnicodeScalarView()
    position += 1
    while let scalar = current, scalar != quote {
      position += 1
      if scalar == "\\", let next = current, next == quote || next == "\\" {
        text.append(next)
        position += 1
      } else {
        text.append(scalar)
      }
    }
    guard current == quote else {
      throw FilterProblem(offset: start, problem: "the quote \(quote) is never closed: add another one behind the text")
    }
    position += 1
    return String(text)
  }

  private mutating func sign() throws(FilterProblem) -> String {
    let (start, first) = (position, scalars[position])
    position += 1
    let isDouble = current == "=" && (first == "!" || first == "<" || first == ">")
    if isDouble { position += 1 }
    if first == "!", !isDouble {
      throw FilterProblem(offset: start, problem: "! stands only in !=: write not before a condition")
    }
    return isDouble ? "\(first)=" : "\(first)"
  }
}
