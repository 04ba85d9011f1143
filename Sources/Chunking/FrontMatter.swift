/// The YAML block between two `---` lines at the very start of a Markdown document.
///
/// Not a YAML parser: it reads the unindented `key: value` fields and lists of scalars that documents carry,
/// and passes over nested maps. A block that never closes, or that holds an unindented line of any other
/// kind, is not front matter but prose: a document may well begin with a thematic break.
struct FrontMatter: Equatable {
  private(set) var fields: [String: String] = [:]
  /// With both fences.
  let lineCount: Int

  init?(_ lines: SourceLines) {
    guard Self.text(of: 0, in: lines) == "---" else { return nil }
    guard let end = Self.closingLine(of: lines) else { return nil }
    lineCount = end + 1
    var key = ""
    for line in 1..<end {
      let text = Self.text(of: line, in: lines)
      if text.isEmpty || text.hasPrefix("#") { continue }
      if text.hasPrefix("- ") || text == "-" || lines.bytes[lines[line].lowerBound].isBlankWithinLine {
        append(text, to: key)
      } else if let field = Self.field(text) {
        key = field.key
        fields[key] = field.value
      } else if text.first != "]", text.first != "}" {
        return nil
      }
    }
    fields = fields.filter { !$0.value.isEmpty }
  }

  private static func closingLine(of lines: SourceLines) -> Int? {
    (1..<max(1, lines.count)).first { ["---", "..."].contains(text(of: $0, in: lines)) }
  }

  /// Only trailing blanks go; front matter fences and keys are not indented.
  private static func text(of line: Int, in lines: SourceLines) -> String {
    var range = lines[line]
    if range.count > 4096 { return "(too long)" }
    while let last = range.last, lines.bytes[last].isBlank { range = range.dropLast() }
    return String(decoding: lines.bytes[range], as: UTF8.self)
  }

  private static func field(_ text: String) -> (key: String, value: String)? {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let key = unquoted(String(text[..<colon]))
    let rest = text[text.utf8.index(after: colon)...]
    guard !key.isEmpty, rest.isEmpty || rest.utf8.first == UInt8(ascii: " ") else { return nil }
    let value = scalar(String(rest))
    return (key, ["|", ">", "|-", ">-", "{}", "[]"].contains(value) ? "" : value)
  }

  /// A line under `key`: an item of its list, or a line of its folded text. A nested map's lines are passed
  /// over.
  private mutating func append(_ line: String, to key: String) {
    let text = line.drop(while: \.isWhitespace)
    let isItem = text.hasPrefix("- ") || text == "-"
    let value = Self.scalar(String(isItem ? text.dropFirst() : text))
    guard let old = fields[key], !value.isEmpty, isItem || Self.field(String(text)) == nil else { return }
    fields[key] = old.isEmpty ? value : old + (isItem ? ", " : " ") + value
  }

  /// A scalar without its quotes or its comment, or a flow list joined by ", ".
  private static func scalar(_ text: String) -> String {
    let text = trimmed(text)
    if text.first == "[", text.last == "]" {
      return text.dropFirst().dropLast().split(separator: ",").map { unquoted(String($0)) }.joined(
        separator: ", ")
    }
    if text.first == "\"" || text.first == "'" { return unquoted(text) }
    if text.hasPrefix("#") { return "" }
    return trimmed(String(text.firstRange(of: " #").map { text[..<$0.lowerBound] } ?? text[...]))
  }

  private static func unquoted(_ text: String) -> String {
    let text = trimmed(text)
    guard text.utf8.count >= 2, let quote = text.first, quote == text.last, quote == "\"" || quote == "'"
    else { return text }
    return String(text.dropFirst().dropLast())
  }

  private static func trimmed(_ text: String) -> String {
    let head = text.drop(while: \.isWhitespace)
    return String(head.reversed().drop(while: \.isWhitespace).reversed())
  }
}
