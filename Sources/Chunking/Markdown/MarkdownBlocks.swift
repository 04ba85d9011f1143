internal import FreshetCMarkGFM

/// Assigns each line of a Markdown document to a block (paragraph, heading, list item, code), with the parser cmark.
///
/// Of cmark's results, only line numbers are used. A line with text that cmark assigns to no block counts as a
/// paragraph, so that chunks cover the whole document whatever cmark reports. `MarkdownOutline` recognizes tables
/// itself: cmark's table extension can take quadratic memory (CVE-2023-24824; Debian 12 has version 0.29.0.gfm.6), and
/// reports wrong positions in that version.
struct MarkdownBlocks {
  struct Block: Equatable {
    var kind: Kind
    var lines: ClosedRange<Int>
  }

  enum Kind: Equatable {
    case paragraph, html, rule, code
    case listItem
    /// A heading outside of lists and quotes, which is a boundary of chunks.
    case heading(level: Int)
    case fence
  }

  private(set) var blocks: [Block] = []
  /// For each line, the index of its block; nil for a line in no block.
  private(set) var blockOfLine: [Int?]

  init(of lines: SourceLines, from firstLine: Int) {
    blockOfLine = Array(repeating: nil, count: lines.count)
    let skeleton = MarkdownSkeleton(of: lines, from: firstLine)
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return }
    defer { cmark_parser_free(parser) }
    skeleton.text.withUnsafeBytes { text in
      cmark_parser_feed(parser, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count)
    }
    guard let document = cmark_parser_finish(parser) else { return }
    defer { cmark_node_free(document) }
    collect(document, firstLine: firstLine)
    assignLines()
  }

  /// Sets the block of each line. cmark reports an end that is one line too late for an underlined heading and for a
  /// code fence whose container ends; so a block ends at the latest where the next one begins.
  private mutating func assignLines() {
    for index in blocks.indices {
      let next = index + 1 < blocks.count ? blocks[index + 1].lines.lowerBound : blockOfLine.count
      let last = max(blocks[index].lines.lowerBound, min(blocks[index].lines.upperBound, next - 1))
      for line in blocks[index].lines.lowerBound...last { blockOfLine[line] = index }
    }
  }

  private mutating func collect(_ document: OpaquePointer, firstLine: Int) {
    let iterator = cmark_iter_new(document)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator),
        let kind = Self.kind(of: node)
      else {
        continue
      }
      let first = firstLine + Int(cmark_node_get_start_line(node)) - 1
      let last = firstLine + Int(cmark_node_get_end_line(node)) - 1
      add(kind, from: first, to: max(first, last))
    }
  }

  private mutating func add(_ kind: Kind, from first: Int, to last: Int) {
    guard blockOfLine.indices.contains(first), blocks.last.map({ $0.lines.lowerBound <= first }) ?? true
    else { return }
    blocks.append(Block(kind: kind, lines: first...min(last, blockOfLine.count - 1)))
  }

  private static func kind(of node: OpaquePointer) -> Kind? {
    let isOutermost = cmark_node_parent(node).map { cmark_node_get_type($0) == CMARK_NODE_DOCUMENT } ?? false
    let isInItem = cmark_node_parent(node).map { cmark_node_get_type($0) == CMARK_NODE_ITEM } ?? false
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING:
      return isOutermost ? .heading(level: Int(cmark_node_get_heading_level(node))) : .paragraph
    case CMARK_NODE_CODE_BLOCK:
      return isOutermost && isFenced(node) ? .fence : .code
    case CMARK_NODE_PARAGRAPH: return isInItem ? .listItem : .paragraph
    case CMARK_NODE_HTML_BLOCK: return .html
    case CMARK_NODE_THEMATIC_BREAK: return .rule
    default: return nil
    }
  }

  private static func isFenced(_ node: OpaquePointer) -> Bool {
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    return cmark_node_get_fenced(node, &length, &offset, &character) != 0
  }
}
