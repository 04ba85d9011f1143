internal import Yams

/// The keys and values of a YAML mapping, as far as they are text or lists of text.
///
/// What a parser could be made to work on without end is refused before it begins: sizes, nesting, and aliases, which can stand for
/// each other a billion times in a few lines.
struct YAMLMapping {
  static let maximumSizeInBytes = 64 << 10
  private static let mostAliases = 8
  private static let mostBrackets = 256
  private static let deepestIndentation = 64
  /// Values that a mapping is asked for; aliases repeat them.
  private static let mostItems = 10_000

  /// In the order of the text; a value is one text, or the items of a list.
  private let entries: [(key: String, values: [String], isList: Bool)]

  /// Nil for what is no mapping, or may be a trap.
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

  /// Lists are joined by ", "; what is empty is left out.
  var fields: [String: String] {
    let named = entries.map { ($0.key, $0.values.filter { !$0.isEmpty }.joined(separator: ", ")) }
    return Dictionary(named) { first, _ in first }.filter { !$0.key.isEmpty && !$0.value.isEmpty }
  }

  /// Whether a key that isn't meant for it has a sentence as its value.
  var isProse: Bool {
    entries.contains { entry in
      !SentenceSigns.mayHoldSentences(entry.key)
        && entry.values.contains { SentenceSigns.isSentence($0, under: entry.key) }
    }
  }

  /// Whether it is written in braces, as JSON is. (The parser doesn't tell a mapping's style.)
  private static func isFlow(_ bytes: ArraySlice<UInt8>) -> Bool {
    let lines = bytes.split(whereSeparator: \.isBlankAcrossLines).lazy.map { $0.drop(while: \.isBlank) }
    let first = lines.first { !$0.isEmpty && $0.first != UInt8(ascii: "#") }
    return first?.first == UInt8(ascii: "{")
  }

  private static func root(of bytes: ArraySlice<UInt8>) -> Node? {
    // What the parser refuses is prose: why it refuses is nobody's concern.
    try? compose(yaml: String(decoding: bytes, as: UTF8.self), .basic, .default, .utf8)
  }

  /// By the bytes alone, and so more than needed: quotes and comments count as well.
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
  /// Also the marks of entries, each of which may nest one level deeper.
  fileprivate var isIndentation: Bool { isBlank || self == UInt8(ascii: "-") || self == UInt8(ascii: "?") }
}

extension String {
  /// Without control characters, which YAML can spell out, and with one blank for each line end.
  fileprivate var inOneLine: String {
    let lines = unicodeScalars.split { $0.properties.generalCategory == .control && $0 != "\t" }
    let trimmed = lines.map { line in
      let head = line.drop(while: \.properties.isWhitespace)
      return String(String.UnicodeScalarView(head.reversed().drop(while: \.properties.isWhitespace).reversed()))
    }
    return trimmed.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
