/// Bounds of numbers from stored rows and from other stores. Sums and differences of a few numbers within the bounds
/// don't overflow, so a number from outside can't crash the process.
package enum Bounds {
  /// For documents, passages, lines and bytes: up to 256 Ti.
  package static let counts: ClosedRange<Int64> = 0...(1 << 48)
  /// For changes, observations, writes, fences and clock ticks. No store lives long enough to reach the end.
  package static let sequences: ClosedRange<Int64> = 0...(1 << 62)
  /// For the components of a vector.
  package static let dimensions = 1...8_192
}

extension DecodingError {
  /// An error with the coding path and a description of the problem.
  static func impossible(_ what: String, at decoder: any Decoder) -> DecodingError {
    .dataCorrupted(Context(codingPath: decoder.codingPath, debugDescription: what))
  }
}
