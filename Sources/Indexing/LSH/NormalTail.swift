internal import Glibc

/// The tail of the standard normal distribution.
enum NormalTail {
  /// The z that a normal variable exceeds with probability `share`, 0 < share < 1/2: bisection of erfc.
  static func deviations(beyond share: Double) -> Double {
    var (low, high) = (0.0, 8.0)
    for _ in 0..<50 {
      let z = (low + high) / 2
      if 0.5 * erfc(z / 2.0.squareRoot()) > share { low = z } else { high = z }
    }
    return low
  }
}
