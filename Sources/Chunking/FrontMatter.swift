/// The YAML block between two `---` lines at the very start of a Markdown document.
///
/// A document may as well begin with prose between two rules. So a block is front matter only if a line follows the first fence
/// at once, a YAML parser reads it as a mapping, and no key but those that are meant for it has a sentence as its value. In doubt it
/// is prose. Either way each of its bytes lies in a passage: what hangs on it is the title, the metadata, and that no Markdown is
/// looked for in it.
struct FrontMatter: Equatable {
  let fields: [String: String]
  /// With both fences.
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

  /// Nil as well where the block would be too large to be one.
  private static func closingLine(of lines: SourceLines) -> Int? {
    let ends = (1..<max(1, lines.count)).prefix { lines[$0].lowerBound <= YAMLMapping.maximumSizeInBytes }
    return ends.first { isFence($0, of: lines, "---") || isFence($0, of: lines, "...") }
  }

  /// Only blanks may stand behind a fence.
  private static func isFence(_ line: Int, of lines: SourceLines, _ fence: String) -> Bool {
    let text = lines.bytes[lines[line]]
    return text.starts(with: fence.utf8) && text.dropFirst(fence.utf8.count).allSatisfy(\.isBlank)
  }
}
