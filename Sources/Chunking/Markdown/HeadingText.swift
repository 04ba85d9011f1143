internal import FreshetCMarkGFM

/// Extracts the plain text of a Markdown heading, without the markup of emphasis, code and links.
enum HeadingText {
  /// The maximum length of a heading in bytes. Every chunk stores its path of headings, so a very long line must not be
  /// repeated in each.
  private static let maximumInBytes = 1000

  static func text(of lineRange: Range<Int>, in lines: SourceLines) -> String {
    var source = lines.bytes[
      lines[lineRange.lowerBound].lowerBound..<lines[lineRange.upperBound - 1].upperBound]
    if source.count > maximumInBytes {
      source = source.prefix(maximumInBytes)
      while source.endIndex < lines.bytes.count, !lines.bytes[source.endIndex].beginsScalar {
        source = source.dropLast()
      }
    }
    return plainText(of: Array(source))
  }

  private static func plainText(of source: [UInt8]) -> String {
    let document = source.withUnsafeBytes { text in
      cmark_parse_document(
        text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, CMARK_OPT_DEFAULT)
    }
    guard let document else { return "" }
    defer { cmark_node_free(document) }
    // Take only the heading itself: cmark may report the line below an underlined (setext) heading as part of it.
    guard let heading = cmark_node_first_child(document) else { return "" }
    let iterator = cmark_iter_new(heading)
    defer { cmark_iter_free(iterator) }
    var text = ""
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { break }
      if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) { text += ownText(of: node) }
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func ownText(of node: OpaquePointer) -> String {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT, CMARK_NODE_CODE: cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: " "
    default: ""
    }
  }
}
