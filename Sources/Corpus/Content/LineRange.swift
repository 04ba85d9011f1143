/// The lines that a passage covers, both counted from 1 and both included.
public struct LineRange: Hashable, Sendable, Codable {
  public let first: Int
  public let last: Int

  package init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }
}
