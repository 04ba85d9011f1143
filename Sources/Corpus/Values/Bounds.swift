/// Bounds of the numbers in stored rows and in what other stores send. Sums and differences of a few of them fit their
/// types, so that no number from outside can end the process.
package enum Bounds {
  /// For documents, passages, lines and bytes: up to 256 Ti.
  package static let counts: ClosedRange<Int64> = 0...(1 << 48)
  /// For changes, observations, writes, fences and clock ticks. No store lives long enough to reach the end.
  package static let sequences: ClosedRange<Int64> = 0...(1 << 62)
  /// For the components of a vector.
  package static let dimensions = 1...8_192
}

extension DecodingError {
  /// An error that names the place and the problem there.
  static func impossible(_ what: String, at decoder: any Decoder) -> DecodingError {
    .dataCorrupted(Context(codingPath: decoder.codingPath, debugDescription: what))
  }
}
