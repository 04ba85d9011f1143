/// The YAML block between two `---` lines at the very start of a Markdown document.
///
/// A document can also begin with prose between two rules. So a block is front matter only if a line directly follows
/// the first fence, a YAML parser reads it as a mapping, and no key has a sentence as its value, except keys meant for
/// prose. Any other block is prose. Either way every byte of it lies in a passage. The decision only affects the title,
/// the metadata, and whether the block is parsed as Markdown.
struct FrontMatter: Equatable {
  let fields: [String: String]
  /// The number of lines, both fences included.
  let lineCount: Int

  init?(_ lines: SourceLines) {
    guard Self.isFence(0, of: lines, "---"), let end = Self.closingLine(of: lines) else { return nil }
    lineCount = end + 1
    if end == 1 {
      fields = [:]
      return
    }
    let block = lines[1].lowerBound..<lines[end - 1].upperBound
    guard !lines.isBlank(1), let mapping = YAMLMapping(lines.bytes[block]), !mapping.isProse else { return nil }
    fields = mapping.fields
  }

  /// The line of the closing fence; nil if there is none, or if the block is too large for front matter.
  private static func closingLine(of lines: SourceLines) -> Int? {
    let ends = (1..<max(1, lines.count)).prefix { lines[$0].lowerBound <= YAMLMapping.maximumSizeInBytes }
    return ends.first { isFence($0, of: lines, "---") || isFence($0, of: lines, "...") }
  }

  /// Whether a line is a fence: only blanks may follow the marks.
  private static func isFence(_ line: Int, of lines: SourceLines, _ fence: String) -> Bool {
    let text = lines.bytes[lines[line]]
    return text.starts(with: fence.utf8) && text.dropFirst(fence.utf8.count).allSatisfy(\.isBlank)
  }
}
