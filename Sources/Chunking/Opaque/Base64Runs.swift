/// Finds long sequences of Base64 within a line. Escaped line ends and slashes, as in JSON, are part of them.
enum Base64Runs {
  private static let fewest = 256

  static func ranges(in lines: SourceLines) -> [Range<Int>] {
    var (ranges, start) = ([Range<Int>](), 0)
    while start < lines.bytes.count {
      let (end, mix) = run(from: start, in: lines.bytes)
      if end - start >= fewest, mix.isOfBase64 { ranges.append(start..<end) }
      start = max(end, start + 1)
    }
    return ranges
  }

  /// The end of the sequence that begins at `start`; `start` if none does.
  private static func run(from start: Int, in bytes: [UInt8]) -> (end: Int, CharacterMix) {
    var (end, mix) = (start, CharacterMix())
    while end < bytes.count {
      if bytes[end].isBase64 {
        mix.add(bytes[end])
        end += 1
      } else if end > start, isEscape(at: end, in: bytes) {
        end += 2
      } else {
        break
      }
    }
    return (end, mix)
  }

  /// Whether `\n`, `\r` or `\/` begins at `index`, with more Base64 behind it.
  private static func isEscape(at index: Int, in bytes: [UInt8]) -> Bool {
    guard index + 2 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 2].isBase64 || bytes[index + 2] == UInt8(ascii: "\\")
    else { return false }
    return [UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "/")].contains(bytes[index + 1])
  }
}
