package import FreshetCorpus

/// The lines that differ between the served passages and the source: passages that contain a line missing from the
/// source (`served`), and source lines that are missing from all passages (`source`).
///
/// The comparison treats lines as a set, so a paragraph that only moved doesn't differ. It ignores blank lines, and
/// white space at the ends of lines.
///
/// - Complexity: O(*b*), where *b* is the number of bytes of the passages and the source together.
package struct DifferingLines: Hashable, Sendable {
  package let served: [LineRange]
  package let source: [LineRange]

  /// Compares the served passages of a document with the content of its source.
  ///
  /// - Parameters:
  ///   - passages: the served texts, each with the lines of the document that it was taken from.
  ///   - bytes: the source's present content.
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

  /// Returns the lines that aren't blank, with their line numbers, counted from 1. Line ends are LF, CRLF or CR.
  private static func lines(of bytes: [UInt8]) -> [(number: Int, text: [UInt8])] {
    let unified = NormalizedText.withUnixLineEnds(bytes)
    return unified.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap {
      index, line in
      let text = NormalizedText(normalizing: line)
      return text.isEmpty ? nil : (index + 1, Array(text.string.utf8))
    }
  }

  /// Merges ranges that overlap or adjoin. Ranges with blank lines between them stay separate.
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
