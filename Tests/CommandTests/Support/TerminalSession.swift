import FreshetCorpus
import Foundation
import Testing

/// What a command wrote to terminals, checked byte by byte.
struct TerminalSession {
  let status: Int32
  let output: String
  let errors: String

  /// Freshet's own sequences: colours, and rewriting a line.
  private static let own = ["0", "1", "2", "31", "32", "33"].map { "\u{1B}[\($0)m" } + ["\r\u{1B}[K"]

  init(_ outcome: FreshetProcess.Outcome) {
    (status, output, errors) = (outcome.status, outcome.output, outcome.errors)
  }

  /// What a terminal would obey or hide although Freshet didn't intend it, with the surrounding text.
  ///
  /// - Parameter hasColours: if false, Freshet writes no colour, and every colour sequence comes from outside.
  func intruders(hasColours: Bool) -> [String] {
    [output, errors].flatMap { text in
      var rest = text
      for sequence in hasColours ? Self.own : ["\r\u{1B}[K"] {
        rest = rest.replacingOccurrences(of: sequence, with: "")
      }
      rest = rest.replacingOccurrences(of: "\r\n", with: "\n")  // the terminal's own line end
      let scalars = Array(rest.unicodeScalars)
      return scalars.indices.filter { index in
        let scalar = scalars[index]
        return scalar != "\n" && scalar != "\t" && (scalar == "\u{FFFD}" || scalar.isObeyedOrUnseen)
      }.map { index in
        let around = scalars[max(0, index - 20)..<min(scalars.count, index + 20)]
        return "U+\(String(scalars[index].value, radix: 16)) in \(around.map { "\($0)" }.joined().debugDescription)"
      }
    }
  }

  /// Lines that a text from outside began.
  var forgedLines: [Substring] {
    (output + "\n" + errors).split(whereSeparator: \.isNewline).filter { $0.hasPrefix("FORGED") }
  }
}

/// A text with every attack on a terminal, and a forged line.
enum HostileText {
  /// Every part has something that must not reach the terminal; it has no "/", so that it can be a file's name.
  static let name =
    "x\u{1B}]0;owned\u{7}\u{1B}[35m\u{1B}[31m\nFORGED\r\u{9B}35m\u{85}\u{7F}\u{202E}\u{2066}\u{200B}\u{200D}\u{FEFF}\u{2028}\u{AD}\u{E0041}\u{3164}\t"
  static let line = name.replacingOccurrences(of: "\n", with: " ")
}
