/// The longest common subsequence of two texts' lines: which lines both texts share, in order.
///
/// The standard library's `CollectionDifference` computes the sequence (Myers, "An O(ND) Difference Algorithm and Its
/// Variations", Algorithmica 1, 1986). The memory for this grows with the square of the number of differences. So as
/// few lines as possible are passed to it: common lines at the beginning and the end count as shared, and a line that
/// occurs in only one text doesn't. If more than `mostCompared` lines remain, none of them counts as shared. The
/// difference is then longer than necessary, but still correct.
struct LineComparison {
  let old: [ArraySlice<UInt8>]
  let new: [ArraySlice<UInt8>]
  private(set) var isOldShared: [Bool]
  private(set) var isNewShared: [Bool]

  static let mostCompared = 10_000

  init(_ old: String, _ new: String) {
    self.old = Self.lines(of: old)
    self.new = Self.lines(of: new)
    isOldShared = self.old.map { _ in true }
    isNewShared = self.new.map { _ in true }
    let start = zip(self.old, self.new).prefix { $0 == $1 }.count
    let most = min(self.old.count, self.new.count) - start
    let end = zip(self.old.reversed(), self.new.reversed()).prefix(most).prefix { $0 == $1 }.count
    compare(start..<self.old.count - end, start..<self.new.count - end)
  }

  /// Splits a text into lines, each with its line feed. A last line without a line feed differs from the same line with
  /// one.
  private static func lines(of text: String) -> [ArraySlice<UInt8>] {
    let bytes = Array(text.utf8)
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private mutating func compare(_ oldRange: Range<Int>, _ newRange: Range<Int>) {
    let (inOld, inNew) = (Set(old[oldRange]), Set(new[newRange]))
    let before = oldRange.filter { inNew.contains(old[$0]) }
    let after = newRange.filter { inOld.contains(new[$0]) }
    let isCompared = before.count + after.count <= Self.mostCompared
    for index in oldRange { isOldShared[index] = isCompared && inNew.contains(old[index]) }
    for index in newRange { isNewShared[index] = isCompared && inOld.contains(new[index]) }
    guard isCompared else { return }
    for change in after.map({ new[$0] }).difference(from: before.map { old[$0] }) {
      switch change {
      case .remove(let offset, _, _): isOldShared[before[offset]] = false
      case .insert(let offset, _, _): isNewShared[after[offset]] = false
      }
    }
  }
}
