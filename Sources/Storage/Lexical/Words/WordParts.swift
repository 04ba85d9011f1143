/// Adds to words of code what they are also found by: the parts of `maxPendingBarges`, and a sign for the plus signs of
/// `C++`, the hash of `C#` and the point of `.NET`.
///
/// The additions stand behind the word, each after a word boundary, so that the word itself is found as it is.
enum WordParts {
  private static let longestWord = 64
  private static let mostParts = 8

  /// The text with additions; nil if there are none.
  static func added(to text: String) -> String? {
    guard mayAdd(to: text) else { return nil }
    let scalars = Array(text.unicodeScalars)
    var (result, isChanged, start) = (String.UnicodeScalarView(), false, 0)
    while start < scalars.count {
      guard isWord(scalars[start]) else {
        result.append(scalars[start])
        start += 1
        continue
      }
      var end = start + 1
      while end < scalars.count, isWord(scalars[end]) { end += 1 }
      result.append(contentsOf: scalars[start..<end])
      let signs = Self.signs(from: end, in: scalars)
      for addition in parts(of: scalars[start..<end]) + names(scalars[start..<end], signs, in: scalars) {
        result.append(LexicalText.boundary)
        result.append(contentsOf: addition)
        isChanged = true
      }
      start = end
    }
    return isChanged ? String(result) : nil
  }

  /// Whether the text may have additions; if false, it surely has none. Looks for what may be a capital directly behind
  /// a letter or a digit, for `+` and `#` behind anything but white space, and for `.` where a name such as `.NET` may
  /// begin.
  private static func mayAdd(to text: String) -> Bool {
    var (last, previous) = (UInt8(ascii: " "), UInt8(ascii: " "))
    for byte in text.utf8 {
      let isAdded =
        switch byte {
        case 0x41...0x5A, 0xC3...: isInside(previous) || isPoint(previous, after: last)
        case UInt8(ascii: "+"), UInt8(ascii: "#"): previous > 0x20
        default: byte > 0x20 && isPoint(previous, after: last)
        }
      if isAdded { return true }
      (last, previous) = (previous, byte)
    }
    return false
  }

  private static func isPoint(_ byte: UInt8, after last: UInt8) -> Bool {
    byte == UInt8(ascii: ".") && mayPrecedePoint(last)
  }

  /// White space, brackets and quotes.
  private static func mayPrecedePoint(_ byte: UInt8) -> Bool { byte <= 0x20 || "([{<`\"'*".utf8.contains(byte) }

  private static func isInside(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte || 0x41...0x5A ~= byte || 0x30...0x39 ~= byte || byte >= 0x80
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar.isSmall || scalar.isCapital || 0x30...0x39 ~= scalar.value : scalar.isPartOfWord
  }

  /// The parts of a word in camel case, of two letters or more each; empty if it has one part.
  private static func parts(of word: ArraySlice<Unicode.Scalar>) -> [ArraySlice<Unicode.Scalar>] {
    guard word.count <= longestWord, word.contains(where: \.isSmall),
      word.contains(where: \.isCapital)
    else { return [] }
    var (parts, start) = ([ArraySlice<Unicode.Scalar>](), word.startIndex)
    for index in word.indices.dropFirst() where beginsPart(at: index, of: word) {
      parts.append(word[start..<index])
      start = index
    }
    if parts.isEmpty || parts.count >= mostParts { return [] }
    return (parts + [word[start...]]).filter { $0.count > 1 }
  }

  /// Whether a capital follows a small letter or a digit, as in `lockGate`, or is the last of several before a small
  /// letter, as in `HTTPServer`.
  private static func beginsPart(at index: Int, of word: ArraySlice<Unicode.Scalar>) -> Bool {
    guard word[index].isCapital else { return false }
    if !word[index - 1].isCapital { return true }
    return index + 1 < word.endIndex && word[index + 1].isSmall
  }

  /// The plus signs or hashes directly behind a word, at most two, if no word follows.
  private static func signs(from start: Int, in scalars: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar> {
    let signs = scalars[start...].prefix(3).prefix { $0 == "+" || $0 == "#" }
    let end = start + signs.count
    return signs.count < 3 && (end == scalars.count || !isWord(scalars[end])) ? signs : []
  }

  /// A word together with the signs around it, as one word; empty if there are none.
  private static func names(
    _ word: ArraySlice<Unicode.Scalar>, _ signs: ArraySlice<Unicode.Scalar>, in scalars: [Unicode.Scalar]
  ) -> [ArraySlice<Unicode.Scalar>] {
    let start = word.startIndex
    let hasPoint =
      start > 0 && scalars[start - 1] == "."
      && (start == 1 || UInt8(exactly: scalars[start - 2].value).map(mayPrecedePoint) == true)
      && word.contains(where: \.properties.isAlphabetic)
    guard hasPoint || !signs.isEmpty, word.count <= longestWord else { return [] }
    return [ArraySlice((hasPoint ? ["\u{E02E}"] : []) + word + signs.map { $0 == "+" ? "\u{E02B}" : "\u{E023}" })]
  }
}

extension Unicode.Scalar {
  fileprivate var isCapital: Bool { isASCII ? 0x41...0x5A ~= value : properties.isUppercase }
  fileprivate var isSmall: Bool { isASCII ? 0x61...0x7A ~= value : properties.isLowercase }
}
