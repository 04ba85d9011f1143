/// A hash that is the same in every process, on every machine and in every release of Swift.
///
/// FNV-1a over the text, then the finaliser of SplitMix64 (Steele et al., OOPSLA 2014): FNV's high bits alone
/// are poor for short texts. Runs of blanks count as one space, so that wrapping a paragraph anew moves no
/// cut.
enum StableHash {
  static func hash(_ bytes: [UInt8], in range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var isAfterBlank = true
    for index in range {
      let byte = bytes[index]
      let isBlank = byte.isBlank
      if !isBlank || !isAfterBlank {
        hash = (hash ^ UInt64(isBlank ? 0x20 : byte)) &* 0x0000_0100_0000_01B3
      }
      isAfterBlank = isBlank
    }
    return mixed(hash)
  }

  static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
