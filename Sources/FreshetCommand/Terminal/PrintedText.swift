internal import Freshet

/// Text that is safe to print: literals in Freshet's source code, with escaped values between them.
///
/// File names, documents, system messages, other stores' answers and arguments may contain anything: terminal escape
/// sequences, line ends that forge a line, invisible characters. So only this type can be printed, and only literals in
/// Freshet's source code are printed unchanged. Each kind of interpolation escapes its value:
///
/// | interpolation | on a terminal | in a file or a pipe |
/// |---|---|---|
/// | a value without a label | one line, special characters escaped | the same |
/// | `advice:`, a value or an error that advises commands | the same, and commands name the store | the same |
/// | `lines:`, a document's text or another format | special characters escaped except LF and TAB | unchanged |
/// | `json:` | special characters escaped as in JSON | unchanged |
/// | another `PrintedText` | as that text's own pieces | the same |
///
/// Decision 0044 gives the reasons.
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
    mutating func appendInterpolation(advice text: AdvisedText) { pieces.append(.field(Advice.completed(text))) }
    mutating func appendInterpolation(advice error: any Error) { pieces.append(.field(Advice.completed(error))) }
    mutating func appendInterpolation(advice text: AdvisedText, about store: String) {
      pieces.append(.field(Advice.completed(text, about: store)))
    }
    mutating func appendInterpolation(lines text: String) { pieces.append(.lines(text)) }
    mutating func appendInterpolation(json text: String) { pieces.append(.json(text)) }
    mutating func appendInterpolation(_ printed: PrintedText) { pieces += printed.pieces }
    mutating func appendInterpolation(_ printed: PrintedText?) { pieces += printed?.pieces ?? [] }
  }

  fileprivate var pieces: [Piece]

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
  /// The texts concatenated, each with a line end.
  ///
  /// - Complexity: linear in the pieces of all texts.
  var asLines: PrintedText {
    reduce(into: "") { lines, text in
      lines.pieces += text.pieces
      lines.pieces.append(.words("\n"))
    }
  }
}
