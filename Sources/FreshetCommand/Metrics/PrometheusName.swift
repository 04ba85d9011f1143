internal import Freshet

/// Names in Prometheus's grammar.
enum PrometheusName {
  /// Letters of ASCII, digits and "_", with none of the digits first; everything else becomes "_".
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
