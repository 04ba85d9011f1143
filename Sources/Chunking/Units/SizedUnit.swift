/// A unit that fits into a chunk, with its size in tokens and its reluctance to end one.
struct SizedUnit {
  let unit: Unit
  let tokens: Int
  /// How unlikely a chunk ends after this unit; lower is likelier. The hash of the unit's text gives a uniform value in
  /// 0..<1, which is divided by the unit's tokens and its ease.
  ///
  /// Dividing by the tokens makes the rate of cuts per token the same for short lines of code as for long
  /// sentences. Between blocks, a unit counts for at least a fifth of the target.
  let reluctance: Double

  init(_ unit: Unit, tokens: Int, hash: UInt64, target: Int) {
    self.unit = unit
    self.tokens = tokens
    let uniform = Double(hash >> 11) * 0x1p-53
    let weight = max(1, tokens, unit.ease.isBetweenBlocks ? target / 5 : 0)
    reluctance = unit.ease == .never ? .infinity : uniform / (Double(weight) * unit.ease.rawValue)
  }
}
