/// The lines that a passage covers.
public struct LineRange: Hashable, Sendable, Codable {
  /// The first line, counted from 1.
  public let first: Int
  /// The last line of the passage, counted from 1; it belongs to the range.
  public let last: Int

  package init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }
}
