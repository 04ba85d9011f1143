internal import Freshet

/// Text that can be printed: Freshet's own words, with texts from outside between them.
///
/// Names, texts, messages of the system, peers' answers and arguments may hold anything: sequences that a terminal
/// obeys, line ends that forge a line, invisible characters. So only this type can be printed, and only a literal in
/// Freshet's source is printed unchanged. Every interpolated value is one of these:
///
/// | | on a terminal | in a file or a pipe |
/// |---|---|---|
/// | a field: any value | one line, all else spelled out | the same |
/// | `advice`: a field or an error with commands in it | the same, and they name the store | the same |
/// | `lines`: a document's text, a format of its own | LF and TAB stay, all else is spelled out | as it is |
/// | `json` | as JSON spells it | as it is |
/// | `PrintedText` | as it says itself | the same |
///
/// Decision 0044 says why.
struct PrintedText: ExpressibleByStringInterpolation, Sendable {
  fileprivate enum Piece: Sendable {
    case words(StaticString)
    case field(String)
    case lines(String)
    case json(String)
  }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var pieces: [Piece] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: StaticString) { pieces.append(.words(literal)) }
    mutating func appendInterpolation(_ value: some Any) { pieces.append(.field("\(value)")) }
    mutating func appendInterpolation(advice text: String) { pieces.append(.field(Advice.completed(text))) }
    mutating func appendInterpolation(advice error: any Error) { pieces.append(.field(Advice.completed(error))) }
    mutating func appendInterpolation(advice text: String, about store: String) {
      pieces.append(.field(Advice.completed(text, about: store)))
    }
    mutating func appendInterpolation(lines text: String) { pieces.append(.lines(text)) }
    mutating func appendInterpolation(json text: String) { pieces.append(.json(text)) }
    mutating func appendInterpolation(_ printed: PrintedText) { pieces += printed.pieces }
    mutating func appendInterpolation(_ printed: PrintedText?) { pieces += printed?.pieces ?? [] }
  }

  private var pieces: [Piece]

  init(stringLiteral words: StaticString) { pieces = [.words(words)] }
  init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

  static func + (left: PrintedText, right: PrintedText) -> PrintedText { "\(left)\(right)" }

  func rendered(onTerminal: Bool) -> String {
    pieces.map { piece in
      switch piece {
      case .words(let words): words.description
      case .field(let text): text.visible
      case .lines(let text): onTerminal ? text.visibleLines : text
      case .json(let text): onTerminal ? text.visibleJSON : text
      }
    }.joined()
  }
}

extension Sequence<PrintedText> {
  /// The texts one after the other, each with a line end.
  var asLines: PrintedText { reduce("") { "\($0)\($1)\n" } }
}
