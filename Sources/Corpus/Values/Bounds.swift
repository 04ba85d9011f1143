/// The valid ranges of numbers from stored rows and from other stores. Sums and differences of a few numbers in these
/// ranges don't overflow, so a number from outside can't crash the process.
package enum Bounds {
  /// The range for counts of documents, passages, lines and bytes: up to 2⁴⁸.
  package static let counts: ClosedRange<Int64> = 0...(1 << 48)
  /// The range for sequence numbers of changes, observations, writes and leases, and for clock ticks. No store exists
  /// long enough to reach its end.
  package static let sequences: ClosedRange<Int64> = 0...(1 << 62)
  /// The range for the number of components of a vector.
  package static let dimensions = 1...8_192
}

extension DecodingError {
  /// A decoding error for an invalid value, with the coding path and a description of the problem.
  static func impossible(_ what: String, at decoder: any Decoder) -> DecodingError {
    .dataCorrupted(Context(codingPath: decoder.codingPath, debugDescription: what))
  }
}
