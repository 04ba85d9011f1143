/// Splits source code: each line with text is a unit, and a chunk ends most easily before an outermost definition.
enum SourceCodeOutline {
  static func outline(of lines: SourceLines) -> Outline {
    var builder = OutlineBuilder(lines: lines)
    builder.addLines(0..<lines.count, isCode: true)
    return builder.outline
  }
}
