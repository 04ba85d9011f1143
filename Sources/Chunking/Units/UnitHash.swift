internal import FreshetCorpus

/// The hash of a unit's text that decides whether a chunk ends after it.
///
/// Runs of blanks count as one space, so that rewrapping a paragraph moves no cut.
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
