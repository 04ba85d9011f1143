/// A 64-bit hash that is the same in every process, on every machine and for all time, unlike `Hasher`.
///
/// FNV-1a over the bytes (Fowler, Noll and Vo; IETF draft-eastlake-fnv), then the finaliser of splitmix64
/// (Steele, Lea and Flood, OOPSLA 2014), since FNV alone leaves the high bits of short inputs poor. Not for
/// secrets: collisions can be made.
struct StableHash {
  private var state: UInt64

  init(seed: UInt64) {
    state = 0xcbf2_9ce4_8422_2325 ^ seed
  }

  mutating func combine(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  mutating func combine(_ scalar: Unicode.Scalar) {
    for shift in stride(from: 0, to: 32, by: 8) {
      combine(UInt8(truncatingIfNeeded: scalar.value >> shift))
    }
  }

  func finish() -> UInt64 {
    var z = state &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
