/// A 64-bit hash that is the same in every process, on every machine and in every version, unlike `Hasher`.
///
/// The hash is FNV-1a over the bytes (Fowler, Noll and Vo; IETF draft-eastlake-fnv), followed by the finalizer of
/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), because FNV alone mixes the high bits of short inputs poorly. Don't
/// use it for security: anyone can construct collisions.
package struct StableHash: Sendable {
  /// The FNV-1a hash of the combined bytes, before the finalizer.
  package private(set) var state: UInt64

  package init(seed: UInt64 = 0) {
    state = 0xcbf2_9ce4_8422_2325 ^ seed
  }

  package mutating func combine(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  package mutating func combine(_ scalar: Unicode.Scalar) {
    for shift in stride(from: 0, to: 32, by: 8) {
      combine(UInt8(truncatingIfNeeded: scalar.value >> shift))
    }
  }

  package func finish() -> UInt64 {
    Self.mixed(state &+ 0x9e37_79b9_7f4a_7c15)
  }

  /// Applies the finalizer of SplitMix64 to `value`: different values have different results, and every input bit
  /// affects every output bit.
  package static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
