internal import Freshet

/// Names in Prometheus's grammar.
enum PrometheusName {
  /// The name with "_" for everything but ASCII letters, digits and "_". A digit doesn't come first.
  static func legal(_ name: String, withColons: Bool = false) -> String {
    let text = String(
      name.unicodeScalars.map { scalar -> Character in
        let character = Character(scalar)
        let isLegal = scalar.isASCII && (character.isLetter || character.isNumber) || withColons && character == ":"
        return isLegal ? character : "_"
      })
    return text.first?.isNumber ?? true ? "_" + text : text
  }
}
