internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct StableHashTests {
  /// From the test vectors of draft-eastlake-fnv.
  @Test(arguments: [("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8)])
  func `the state is that of FNV-1a`(_ text: String, _ state: UInt64) {
    #expect(hash(text).state == state)
  }

  /// The first numbers of SplitMix64 from the seed 1234567, as its authors' C code prints them.
  @Test func `the finaliser is that of SplitMix64`() {
    let golden: UInt64 = 0x9E37_79B9_7F4A_7C15
    #expect(StableHash.mixed(1_234_567 &+ golden) == 6_457_827_717_110_365_317)
    #expect(StableHash.mixed(1_234_567 &+ golden &+ golden) == 3_203_168_211_198_807_973)
    var numbers = SplitMix64(seed: hash("a").state)
    #expect(hash("a").finish() == numbers.next())
  }

  @Test func `a scalar counts as its four bytes, lowest first, and the seed decides`() {
    var scalars = StableHash(seed: 7)
    scalars.combine("中" as Unicode.Scalar)
    var bytes = StableHash(seed: 7)
    for byte in [0x2D, 0x4E, 0x00, 0x00] as [UInt8] { bytes.combine(byte) }
    #expect(scalars.state == bytes.state)
    #expect(StableHash(seed: 7).finish() != StableHash(seed: 8).finish())
  }

  private func hash(_ text: String) -> StableHash {
    var hash = StableHash()
    for byte in text.utf8 { hash.combine(byte) }
    return hash
  }
}
