/// Joins short front matter with the text below it, if both fit into one chunk.
///
/// A permanent link or two tags say nothing by themselves. Front matter with fewer tokens than the minimum size of a
/// chunk becomes the beginning of the chunk below it. Longer front matter is a chunk of its own.
struct SoftFrontMatter {
  let sizer: UnitSizer

  /// - Parameter units: the units of a document, with joined fences; those of its front matter come first.
  func joined(_ units: [SizedUnit]) -> [SizedUnit] {
    let count = units.prefix { $0.unit.kind == .frontMatter }.count
    // Up to this unit, no chunk ends below the front matter.
    let first = units.dropFirst(count).firstIndex { $0.reluctance < .infinity }
    guard count > 0, let first, fits(units[...first], frontMatter: count) else { return units }
    var units = units
    for index in 0..<count { units[index].attachNext() }
    units[count].unit.opensRun = false
    return units
  }

  private func fits(_ units: ArraySlice<SizedUnit>, frontMatter count: Int) -> Bool {
    func tokens(_ units: ArraySlice<SizedUnit>) -> Int { units.reduce(0) { $0 + $1.tokens } }
    let bytes = units[0].unit.bytes.lowerBound..<units[units.endIndex - 1].unit.bytes.upperBound
    let gap = units[count - 1].unit.bytes.upperBound..<units[count].unit.bytes.lowerBound
    return tokens(units[..<count]) < sizer.sizes.minimum && tokens(units) <= sizer.sizes.maximum
      && bytes.count <= sizer.sizes.maximumInBytes && sizer.lines.bytes[gap].allSatisfy(\.isBlank)
  }
}
