internal import FreshetCorpus

/// Computes the hash of a unit's text, which decides whether a chunk ends after the unit.
///
/// A run of white space counts as one space, so that rewrapping a paragraph doesn't change chunk boundaries.
enum UnitHash {
  static func hash(_ bytes: [UInt8], in range: Range<Int>) -> UInt64 {
    var hash = StableHash()
    var isAfterBlank = true
    for index in range {
      let byte = bytes[index]
      let isBlank = byte.isBlank
      if !isBlank || !isAfterBlank { hash.combine(isBlank ? 0x20 : byte) }
      isAfterBlank = isBlank
    }
    return StableHash.mixed(hash.state)
  }
}
