/// Splits source code into units: each line with text is one. A chunk ends most easily before a definition without
/// indentation.
enum SourceCodeOutline {
  static func outline(in builder: OutlineBuilder) -> Outline {
    var builder = builder
    builder.addCode(0..<builder.lines.count)
    return builder.outline
  }
}
