internal import FreshetCorpus

/// Writes names and values so that `FilterParser` reads them back.
enum FilterText {
  static func name(_ name: String) -> String {
    let isAmbiguous = FilterParser.subjects.contains(name) || name.hasPrefix(FilterParser.fieldPrefix)
    return isAmbiguous ? quoted(name) : value(name)
  }

  static func value(_ text: String) -> String {
    isWord(text) ? text : quoted(text)
  }

  static func list(_ texts: some Sequence<String>) -> String {
    "(\(texts.sortedByBytes().map(value).joined(separator: ", ")))"
  }

  private static func isWord(_ text: String) -> Bool {
    !text.isEmpty && !FilterParser.keywords.contains(text)
      && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !FilterLexer.signs.contains($0) }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\"".unicodeScalars
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result.append("\\") }
      result.append(scalar)
    }
    result.append("\"")
    return String(result)
  }
}
