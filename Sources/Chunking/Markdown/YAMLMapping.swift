internal import Yams

/// The keys and values of a YAML mapping (front matter). Values that are neither text nor lists of text are ignored.
///
/// Hostile input is rejected before parsing: excessive size or nesting, and many aliases, which can expand to a billion
/// values in a few lines.
struct YAMLMapping {
  static let maximumSizeInBytes = 64 << 10
  private static let mostAliases = 8
  private static let mostBrackets = 256
  private static let deepestIndentation = 64
  /// The maximum number of items read from a list, because aliases can repeat items.
  private static let mostItems = 10_000

  /// The entries in the order of the text. `values` is a single text, or the items of a list.
  private let entries: [(key: String, values: [String], isList: Bool)]

  /// Parses YAML text. Returns nil if it isn't a mapping, or if it may be hostile.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count <= Self.maximumSizeInBytes, !Self.isFlow(bytes), !Self.isTrap(bytes),
      case .mapping(let mapping)? = Self.root(of: bytes)
    else { return nil }
    var entries: [(key: String, values: [String], isList: Bool)] = []
    for (key, value) in mapping {
      guard case .scalar(let name) = key else { return nil }
      switch value {
      case .scalar(let scalar): entries.append((name.string.inOneLine, [scalar.string.inOneLine], false))
      case .sequence(let items):
        let texts = items.prefix(Self.mostItems).compactMap { $0.scalar?.string.inOneLine }
        entries.append((name.string.inOneLine, texts, true))
      case .mapping, .alias: continue
      }
    }
    self.entries = entries
  }

  /// The values by key. The items of a list are joined by ", "; empty values are left out.
  var fields: [String: String] {
    let named = entries.map { ($0.key, $0.values.filter { !$0.isEmpty }.joined(separator: ", ")) }
    return Dictionary(named) { first, _ in first }.filter { !$0.key.isEmpty && !$0.value.isEmpty }
  }

  /// Whether a value is a sentence although its key isn't meant for prose: then the block is prose, not metadata.
  var isProse: Bool {
    entries.contains { entry in
      !SentenceSigns.mayHoldSentences(entry.key)
        && entry.values.contains { SentenceSigns.isSentence($0, under: entry.key) }
    }
  }

  /// Returns whether the mapping is written in flow style, in braces like JSON. (The parser doesn't report the style.)
  private static func isFlow(_ bytes: ArraySlice<UInt8>) -> Bool {
    let lines = bytes.split(whereSeparator: \.isBlankAcrossLines).lazy.map { $0.drop(while: \.isBlank) }
    let first = lines.first { !$0.isEmpty && $0.first != UInt8(ascii: "#") }
    return first?.first == UInt8(ascii: "{")
  }

  private static func root(of bytes: ArraySlice<UInt8>) -> Node? {
    // If the parser rejects the input, it is prose, so the error doesn't matter.
    try? compose(yaml: String(decoding: bytes, as: UTF8.self), .basic, .default, .utf8)
  }

  /// Returns whether the text may be hostile, so that a parser could take very long. The check counts certain bytes
  /// without parsing, also in quotes and comments, and so may reject harmless text.
  private static func isTrap(_ bytes: ArraySlice<UInt8>) -> Bool {
    var (aliases, brackets, indentation) = (0, 0, 0)
    var isAtStart = true
    var previous = UInt8.lineFeed
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
      case UInt8(ascii: "*"): if previous.mayPrecedeAlias { aliases += 1 }
      default: break
      }
      if byte.isBlankAcrossLines { (isAtStart, indentation) = (true, 0) }
      isAtStart = isAtStart && byte.isIndentation
      if isAtStart, !byte.isBlankAcrossLines { indentation += 1 }
      if aliases > mostAliases || brackets > mostBrackets || indentation > deepestIndentation { return true }
      previous = byte
    }
    return false
  }
}

extension UInt8 {
  fileprivate var mayPrecedeAlias: Bool { isBlank || "[{,:-?!&".utf8.contains(self) }
  /// Whether the byte counts as indentation. The entry marks "-" and "?" count, too, because each may begin a deeper
  /// level.
  fileprivate var isIndentation: Bool { isBlank || self == UInt8(ascii: "-") || self == UInt8(ascii: "?") }
}

extension String {
  /// The text in one line: control characters (which YAML escapes can produce) and line ends are replaced by spaces.
  fileprivate var inOneLine: String {
    let lines = unicodeScalars.split { $0.properties.generalCategory == .control && $0 != "\t" }
    let trimmed = lines.map { line in
      let head = line.drop(while: \.properties.isWhitespace)
      return String(String.UnicodeScalarView(head.reversed().drop(while: \.properties.isWhitespace).reversed()))
    }
    return trimmed.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
