internal import Glibc

/// Quantiles of the standard normal distribution.
enum NormalTail {
  /// Returns the value that a standard normal variable exceeds with probability `share`, where 0 < share < 1/2. The
  /// absolute error is less than 4.5e-4. Source: Abramowitz and Stegun 26.2.23.
  static func deviations(beyond share: Double) -> Double {
    let t = (-2 * log(share)).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    return t - numerator / denominator
  }
}
