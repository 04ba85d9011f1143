/// Finds the ends of sentences. Each decision depends on a few adjacent characters only, so that an edit has only local
/// effects.
///
/// A stop (. ! ? …) ends a sentence if white space follows it and any closing quotes and brackets, if the word before
/// it is neither an abbreviation nor an initial, and if the next word doesn't begin with a lower case letter. A CJK
/// stop needs no white space. Line ends count as white space.
struct Sentences {
  let bytes: [UInt8]
  let range: Range<Int>

  /// Returns the offset of the end of each sentence; the last is the end of the range.
  func ends() -> [Int] {
    var ends: [Int] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let stop = lengthOfStop(at: index)
      guard stop > 0 else {
        index += 1
        continue
      }
      let first = index
      index = endOfRun(from: index + stop, length: lengthOfStop)
      let isFullWidth = bytes[first] == 0xE3 || bytes[first] == 0xEF
      let isLonePoint = index == first + 1 && bytes[first] == UInt8(ascii: ".")
      index = endOfRun(from: index, length: lengthOfCloser)
      if index < range.upperBound, isFullWidth || endsSentence(at: index, point: isLonePoint ? first : nil) {
        ends.append(index)
      }
    }
    return ends + [range.upperBound]
  }

  private func endsSentence(at end: Int, point: Int?) -> Bool {
    guard bytes[end].isBlank else { return false }
    let next = bytes[end..<min(end + 64, range.upperBound)].first { !$0.isBlank } ?? 0
    if next.isLowercase { return false }
    return point.map { !abbreviates(at: $0, before: next) } ?? true
  }

  /// Returns whether the full stop at `point` belongs to the word before it and so doesn't end a sentence, as in
  /// "e.g.", "Dr.", "J.", "No. 5", or "1." at the beginning of a line. `next` is the first byte after the white space
  /// that follows; 0 if there is none.
  private func abbreviates(at point: Int, before next: UInt8) -> Bool {
    var start = point
    while start > range.lowerBound, point - start < 16, bytes[start - 1].belongsToWord { start -= 1 }
    let word = bytes[start..<point]
    guard !word.isEmpty, word.count < 12 else { return false }
    if word.allSatisfy(\.isDigit) { return start == range.lowerBound || bytes[start - 1].isBlankAcrossLines }
    let letters = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if letters.allSatisfy({ $0.count == 1 && $0.first?.isLetter == true }) {
      return word != [UInt8(ascii: "I")]
    }
    let text = String(decoding: word, as: UTF8.self).lowercased()
    return Self.abbreviations.contains(text) || (next.isDigit && Self.beforeNumbers.contains(text))
  }

  private func endOfRun(from start: Int, length: (Int) -> Int) -> Int {
    var index = start
    while index < range.upperBound {
      let step = length(index)
      if step == 0 { break }
      index += step
    }
    return index
  }

  /// Returns the length in bytes of the stop at `index`: . ! ? … 。 ！ ？ or ｡; 0 if there is none.
  private func lengthOfStop(at index: Int) -> Int {
    switch bytes[index] {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): 1
    case 0xE2: matches(0x80, 0xA6, after: index)
    case 0xE3: matches(0x80, 0x82, after: index)
    case 0xEF:
      max(
        matches(0xBC, 0x81, after: index), matches(0xBC, 0x9F, after: index),
        matches(0xBD, 0xA1, after: index))
    default: 0
    }
  }

  /// Returns the length in bytes of the closing mark at `index`: ) ] " ' * _ ` ” ’ » 」 』 or ）; 0 if there is none.
  private func lengthOfCloser(at index: Int) -> Int {
    switch bytes[index] {
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "*"),
      UInt8(ascii: "_"), UInt8(ascii: "`"):
      1
    case 0xE2: max(matches(0x80, 0x9D, after: index), matches(0x80, 0x99, after: index))
    case 0xC2: index + 1 < range.upperBound && bytes[index + 1] == 0xBB ? 2 : 0
    case 0xE3: max(matches(0x80, 0x8D, after: index), matches(0x80, 0x8F, after: index))
    case 0xEF: matches(0xBC, 0x89, after: index)
    default: 0
    }
  }

  private func matches(_ second: UInt8, _ third: UInt8, after index: Int) -> Int {
    index + 2 < range.upperBound && bytes[index + 1] == second && bytes[index + 2] == third ? 3 : 0
  }

  private static let abbreviations = Set(
    """
    dr mr mrs ms prof sr jr st mt vs cf viz al approx resp ca gen col capt sgt lt rev hon gov sen rep ph.d incl esp bzw usw
    """.split(separator: " ").map(String.init))

  private static let beforeNumbers = Set(
    "no nos fig figs eq eqs sec secs ch chap vol pp p ed art tab ref refs jan feb mar apr jun jul aug sep sept oct nov dec"
      .split(separator: " ").map(String.init))
}

extension UInt8 {
  fileprivate var belongsToWord: Bool { isLetter || isDigit || self == UInt8(ascii: ".") || self >= 0x80 }
}
