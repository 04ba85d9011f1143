internal import Freshet

/// Makes names that Prometheus's syntax allows.
enum PrometheusName {
  /// The name with "_" in place of each character except ASCII letters, digits and "_", and with "_" before a leading
  /// digit.
  ///
  /// - Parameter withColons: whether ":" is allowed, too, as Prometheus allows it in names of metrics but not of
  ///   labels.
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
