/// Splits source code into units: each line with text is one. A chunk ends most easily before a definition without
/// indentation.
enum SourceCodeOutline {
  static func outline(of lines: SourceLines) -> Outline {
    var builder = OutlineBuilder(lines: lines)
    builder.addLines(0..<lines.count, isCode: true)
    return builder.outline
  }
}
