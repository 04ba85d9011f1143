package import FreshetCorpus

/// Which served passages hold a line that the source no longer has, and which lines of the source no served passage
/// holds.
///
/// The comparison treats lines as sets. It ignores blank lines, and blanks at the ends of lines. A paragraph that only
/// moved doesn't differ.
///
/// - Complexity: O(*b*), where *b* is the number of bytes of both sides.
package struct DifferingLines: Hashable, Sendable {
  package let served: [LineRange]
  package let source: [LineRange]

  /// - Parameter passages: the texts that are served, each with the lines that it stood in.
  package init(served passages: [(lines: LineRange, text: String)], source bytes: [UInt8]) {
    let numbered = Self.lines(of: bytes)
    let held = Set(numbered.map(\.text))
    var given: Set<[UInt8]> = []
    var wrong: [LineRange] = []
    for (range, text) in passages {
      let lines = Self.lines(of: Array(text.utf8)).map(\.text)
      given.formUnion(lines)
      if lines.isEmpty || lines.contains(where: { !held.contains($0) }) { wrong.append(range) }
    }
    served = Self.joined(wrong)
    source = Self.joined(
      numbered.filter { !given.contains($0.text) }.map { LineRange(first: $0.number, last: $0.number) })
  }

  /// The lines that aren't blank, with their numbers, counted from 1. Line ends are LF, CRLF or CR.
  private static func lines(of bytes: [UInt8]) -> [(number: Int, text: [UInt8])] {
    let unified = NormalizedText.withUnixLineEnds(bytes)
    return unified.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap {
      index, line in
      let text = NormalizedText(normalizing: line)
      return text.isEmpty ? nil : (index + 1, Array(text.string.utf8))
    }
  }

  /// Joins ranges that overlap or adjoin. Blank lines between two ranges keep them apart.
  private static func joined(_ ranges: [LineRange]) -> [LineRange] {
    ranges.sorted { $0.first < $1.first }.reduce(into: []) { joined, range in
      if let last = joined.last, range.first <= last.last + 1 {
        joined[joined.count - 1] = LineRange(first: last.first, last: max(last.last, range.last))
      } else {
        joined.append(range)
      }
    }
  }
}

extension NormalizedText {
  fileprivate static func withUnixLineEnds(_ bytes: [UInt8]) -> [UInt8] {
    var unified: [UInt8] = []
    unified.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\r") {
        unified.append(UInt8(ascii: "\n"))
      } else if byte != UInt8(ascii: "\n") || index == 0 || bytes[index - 1] != UInt8(ascii: "\r") {
        unified.append(byte)
      }
    }
    return unified
  }
}
