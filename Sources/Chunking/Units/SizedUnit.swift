/// A unit that fits into a chunk, with its size in tokens and a number that decides whether a chunk ends after it.
struct SizedUnit {
  var unit: Unit
  let tokens: Int
  /// A chunk may end after this unit if this value is below the rate in `ChunkEnds`. It is u / (tokens · ease), where u
  /// is the hash of the unit's text, scaled to 0 ≤ u < 1; infinite if no chunk may end here.
  ///
  /// Because of the division by the tokens, the number of boundaries per token is the same for short lines of code and
  /// long sentences. At the end of a block, `tokens` counts as at least a fifth of the target size.
  private(set) var reluctance: Double

  init(_ unit: Unit, tokens: Int, hash: UInt64, target: Int) {
    self.unit = unit
    self.tokens = tokens
    let uniform = Double(hash >> 11) * 0x1p-53
    let weight = max(1, tokens, unit.ease.isBetweenBlocks ? target / 5 : 0)
    reluctance = unit.ease == .never ? .infinity : uniform / (Double(weight) * unit.ease.rawValue)
  }

  /// Lets no chunk end after this unit, unless it would become too large otherwise.
  mutating func attachNext() { reluctance = .infinity }
}
