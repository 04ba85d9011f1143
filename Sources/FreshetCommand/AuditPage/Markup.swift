/// A piece of HTML that is also well-formed XML. The text of a literal is markup; an interpolated string is text.
///
///     let item: Markup = "<li>\(name)</li>"
///
/// The string `name` is escaped; another piece of markup is inserted as it is. So nothing that a document holds can
/// become markup, except through `Markup(verbatim:)`.
package struct Markup: ExpressibleByStringInterpolation, Sendable {
  package let text: String

  package init(verbatim text: String) {
    self.text = text
  }

  package init(stringLiteral text: String) {
    self.init(verbatim: text)
  }

  package init(stringInterpolation: StringInterpolation) {
    self.init(verbatim: stringInterpolation.text)
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity)
    }

    package mutating func appendLiteral(_ markup: String) {
      text += markup
    }

    package mutating func appendInterpolation(_ text: String) {
      self.text += text.escaped
    }

    package mutating func appendInterpolation(_ number: Int) {
      text += String(number)
    }

    /// Inserts a coordinate, rounded to a tenth.
    package mutating func appendInterpolation(_ coordinate: Double) {
      text += coordinate.tenths
    }

    package mutating func appendInterpolation(_ markup: Markup) {
      text += markup.text
    }

    package mutating func appendInterpolation(_ markup: Markup?) {
      text += markup?.text ?? ""
    }

    /// Inserts the pieces, each on a line of its own.
    package mutating func appendInterpolation(_ pieces: [Markup]) {
      text += pieces.map(\.text).joined(separator: "\n")
    }
  }
}

extension String {
  /// The string, escaped for use as an element's text or as a quoted attribute value.
  fileprivate var escaped: String {
    var result = ""
    result.reserveCapacity(utf8.count)
    for scalar in spelledOut.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The string with invisible characters written as Swift escapes, such as `\u{202E}`.
  ///
  /// These are control characters, which XML forbids or browsers drop, and characters that change the direction of
  /// writing, which can make one name look like another.
  var spelledOut: String {
    unicodeScalars.contains(where: \.isUnseen) ? unicodeScalars.map(\.spelledOut).joined() : self
  }
}

extension Unicode.Scalar {
  fileprivate var spelledOut: String {
    if !isUnseen { return String(self) }
    return self == "\n" ? "\\n" : "\\u{\(String(value, radix: 16, uppercase: true))}"
  }

  fileprivate var isUnseen: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: properties.isBidiControl || properties.isNoncharacterCodePoint || self == "\u{FEFF}"
    }
  }
}
