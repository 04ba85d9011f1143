/// The lines that a passage covers, both counted from 1 and both included.
public struct LineRange: Hashable, Sendable, Codable {
  /// The first line, counted from 1.
  public let first: Int
  /// The last line, which belongs to the range.
  public let last: Int

  package init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }
}
