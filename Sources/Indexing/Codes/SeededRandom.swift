internal import FreshetCorpus

/// A pseudorandom number generator that gives the same numbers in each run: SplitMix64 (Steele, Lea and Flood, OOPSLA
/// 2014).
struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return StableHash.mixed(state)
  }
}
