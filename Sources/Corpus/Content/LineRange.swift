/// The range of lines that a passage covers.
public struct LineRange: Hashable, Sendable, Codable {
  /// The first line, counted from 1.
  public let first: Int
  /// The last line, counted from 1 and included in the range.
  public let last: Int

  package init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }
}
