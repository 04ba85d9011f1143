internal import Freshet

/// Breaks text into lines of a given width. A word that is longer than a line continues on the next one; nothing is cut
/// off.
package enum WrappedText {
  /// Where a line break is allowed.
  package enum Breaks {
    /// Behind a blank, which is then dropped, or behind a "/".
    case words
    /// Only behind a "/". So a person can concatenate the lines of a path to get the path.
    case path
  }

  /// Splits `text` into lines of at most `width` columns.
  ///
  /// - Parameters:
  ///   - lead: the beginning of the first line.
  ///   - indent: the beginning of the other lines.
  package static func lines(
    _ text: String, after lead: String = "", indent: String = "", at breaks: Breaks = .words, width: Int
  ) -> [String] {
    var lines: [String] = []
    var rest = Array(text.visible)[...]
    while true {
      let start = lines.isEmpty ? lead : indent
      let room = max(1, width - start.columns)
      let count = fitting(rest, in: room)
      let end =
        rest.startIndex + (count == rest.count ? count : breaking(rest.prefix(count), at: breaks) ?? max(1, count))
      let line = start + String(rest[..<end])
      lines.append(breaks == .words ? line.withoutTrailingBlanks : line)
      rest = rest[end...]
      if breaks == .words { rest = rest.drop { $0 == " " } }
      if rest.isEmpty { return lines }
    }
  }

  private static func fitting(_ text: ArraySlice<Character>, in room: Int) -> Int {
    var columns = 0
    return text.prefix { character in
      columns += character.columns
      return columns <= room
    }.count
  }

  /// The number of characters up to the last allowed line break in `text`; nil if a break is allowed nowhere.
  private static func breaking(_ text: ArraySlice<Character>, at breaks: Breaks) -> Int? {
    text.lastIndex { $0 == "/" || breaks == .words && $0 == " " }.map { $0 - text.startIndex + 1 }
  }
}

extension Character {
  /// How many columns of a terminal the character takes: an upper bound, 1 or 2.
  fileprivate var columns: Int {
    unicodeScalars.contains { scalar in Self.wide.contains { $0.contains(scalar.value) } } ? 2 : 1
  }

  /// Unicode blocks of characters that take two columns, such as Chinese characters and emoji (UAX #11).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2600...0x27BF, 0x2E80...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F000...0x1FAFF, 0x20000...0x3FFFD,
  ]
}

extension String {
  package var columns: Int { reduce(0) { $0 + $1.columns } }

  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  fileprivate var withoutTrailingBlanks: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
