internal import FreshetCMarkGFM

/// Which block each line of a Markdown document lies in, according to cmark.
///
/// This takes only line numbers from cmark, never columns, and only as a hint: a line with text that cmark puts in no
/// block counts as a paragraph. So the chunks cover the document whatever cmark says. `MarkdownOutline` recognises
/// tables, not cmark's extension, whose rows can take quadratic room (CVE-2023-24824; Debian 12 ships 0.29.0.gfm.6) and
/// whose positions are wrong in that version.
struct MarkdownBlocks {
  struct Block: Equatable {
    var kind: Kind
    var lines: ClosedRange<Int>
  }

  enum Kind: Equatable {
    case paragraph, html, rule, code
    case listItem
    /// A heading outside of lists and quotes: it bounds chunks.
    case heading(level: Int)
    case fence
  }

  private(set) var blocks: [Block] = []
  /// By line, the index of its block; nil for a line in no block.
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

  /// Gives each line its block. cmark lets an underlined heading, and a fence whose container ends, run one line too
  /// far; the next block begins on that line.
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
