/// Front matter: a YAML block between two `---` lines at the very start of a Markdown document.
///
/// A document can also begin with prose between two horizontal rules, which are written `---`, too. So the block counts
/// as front matter only if the line after the first fence isn't blank, a YAML parser reads the block as a mapping, and
/// the only values that are sentences belong to keys meant for prose. Otherwise the block is prose. In both cases all
/// of its text becomes part of passages. The decision only affects the title, the metadata, and whether the block is
/// parsed as Markdown.
struct FrontMatter: Equatable {
  let fields: [String: String]
  /// The number of lines of the block, both fences included.
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

  /// Returns the line of the closing fence; nil if there is none, or if the block is too large for front matter.
  private static func closingLine(of lines: SourceLines) -> Int? {
    let ends = (1..<max(1, lines.count)).prefix { lines[$0].lowerBound <= YAMLMapping.maximumSizeInBytes }
    return ends.first { isFence($0, of: lines, "---") || isFence($0, of: lines, "...") }
  }

  /// Returns whether a line consists of the characters of `fence`, followed by white space only.
  private static func isFence(_ line: Int, of lines: SourceLines, _ fence: String) -> Bool {
    let text = lines.bytes[lines[line]]
    return text.starts(with: fence.utf8) && text.dropFirst(fence.utf8.count).allSatisfy(\.isBlank)
  }
}
