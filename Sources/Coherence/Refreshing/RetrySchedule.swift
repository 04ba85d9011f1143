package import FreshetCorpus

/// Determines how long to wait after a failure, and when to give up: exponential back-off with full jitter.
///
/// The delay after the nth failure is chance · min(cap, base · 2ⁿ⁻¹), where chance is random, so that documents that
/// failed together aren't retried together (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
package struct RetrySchedule: Hashable, Sendable {
  package static let standard = RetrySchedule(base: .seconds(1), cap: .seconds(300), maxAttempts: 8)

  package let base: Duration
  package let cap: Duration
  /// The number of failures after which no further attempt is made.
  package let maxAttempts: Int

  package init(base: Duration, cap: Duration, maxAttempts: Int) {
    precondition(base > .zero && cap >= base && maxAttempts > 0, "base \(base), cap \(cap), \(maxAttempts) attempts")
    self.base = base
    self.cap = cap
    self.maxAttempts = maxAttempts
  }

  /// Returns the upper bound of the delay after this many failures.
  package func ceiling(after attempts: Int) -> Duration {
    precondition(attempts > 0, "\(attempts) attempts")
    var (ceiling, doublings) = (base, attempts - 1)
    while ceiling < cap, doublings > 0 {
      ceiling *= 2
      doublings -= 1
    }
    return min(ceiling, cap)
  }

  /// Returns the delay after this many failures.
  ///
  /// - Parameter chance: a random number, at least 0 and below 1.
  package func delay(after attempts: Int, chance: Double) -> Duration {
    precondition((0..<1).contains(chance), "a chance of \(chance)")
    return ceiling(after: attempts) * chance
  }
}

/// A source of pseudorandom numbers that depend only on the seed and the arguments, so that the state machines that use
/// them are deterministic.
package struct SeededChance: Hashable, Sendable {
  package let seed: UInt64

  package init(seed: UInt64) {
    self.seed = seed
  }

  /// Returns a pseudorandom number for this document and number: at least 0, below 1, a multiple of 2⁻⁵³.
  package func draw(_ id: DocumentID, _ number: UInt64) -> Double {
    draw(number) { hash in
      for byte in id.source.utf8 { hash.combine(byte) }
      hash.combine(0)
      for byte in id.path.utf8 { hash.combine(byte) }
    }
  }

  package func draw(_ number: UInt64) -> Double {
    draw(number) { _ in }
  }

  private func draw(_ number: UInt64, _ combineName: (inout StableHash) -> Void) -> Double {
    // FNV only xors the seed into its state, and hashing a short name spreads its bits too little. So mix them first.
    var hash = StableHash(seed: StableHash.mixed(seed))
    combineName(&hash)
    for shift in stride(from: 0, to: UInt64.bitWidth, by: 8) {
      hash.combine(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
    return Double(hash.finish() >> 11) * 0x1p-53
  }
}
