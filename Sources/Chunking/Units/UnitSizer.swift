/// Counts the tokens of units, and splits units that are too large for a chunk: at line ends (where lines have a
/// meaning) or sentences, then clauses, then words, then within words.
///
/// A finer grain is used only for pieces that are still too large. Where a piece is split depends on its own text only,
/// so that an edit in a very long line changes only the boundaries near it.
struct UnitSizer {
  let lines: SourceLines
  let sizes: ChunkSizes
  let measure: @Sendable (String) -> Int

  func sized(_ units: [Unit]) -> [SizedUnit] {
    var result: [SizedUnit] = []
    result.reserveCapacity(units.count)
    var headings = 0
    for unit in units {
      let first = result.count
      append(unit, grain: unit.kind.grain, maximum: room(below: headings), to: &result)
      headings = unit.kind == .heading ? result[first...].reduce(headings) { $0 + $1.tokens } : 0
    }
    return result
  }

  /// The maximum size of a unit below headings with this number of tokens: the first part of a large unit must fit into
  /// one chunk with them. The sum of token counts may be less than the count of the whole, hence the margin.
  private func room(below headings: Int) -> Int {
    let rest = sizes.maximum - headings - 2
    return headings > 0 && rest >= sizes.maximum / 2 ? rest : sizes.maximum
  }

  private func append(_ unit: Unit, grain: Grain, maximum: Int, to result: inout [SizedUnit]) {
    let isSmall = unit.bytes.count <= sizes.maximumInBytes
    let tokens = isSmall ? measure(String(decoding: lines.bytes[unit.bytes], as: UTF8.self)) : .max
    let pieces =
      tokens <= maximum
      ? [unit.bytes] : grain.pieces(of: unit.bytes, in: lines.bytes, maximumInBytes: sizes.maximumInBytes)
    if tokens <= maximum || (grain == .withinWord && pieces == [unit.bytes]) {
      let hash = UnitHash.hash(lines.bytes, in: unit.deciding)
      result.append(SizedUnit(unit, tokens: tokens, hash: hash, target: sizes.target))
      return
    }
    for (index, bytes) in pieces.enumerated() {
      var piece = unit
      piece.bytes = bytes
      piece.opensRun = unit.opensRun && index == 0
      if index < pieces.count - 1, unit.kind != .heading { piece.ease = grain.ease }
      if index < pieces.count - 1 || unit.deciding == unit.bytes { piece.deciding = bytes }
      append(piece, grain: grain.finer, maximum: maximum, to: &result)
    }
  }

  /// Splits a range near its middle, between characters, without white space at the ends of the halves. Returns nil for
  /// a single character.
  func halves(of range: Range<Int>) -> [Range<Int>]? {
    let middle = (range.lowerBound + range.upperBound) / 2
    guard
      let cut = Grain.characterBoundaries(in: range, of: lines.bytes).min(by: {
        abs($0 - middle) < abs($1 - middle)
      })
    else { return nil }
    return [range.lowerBound..<cut, cut..<range.upperBound].compactMap { Grain.trimmed($0, in: lines.bytes) }
  }
}
