/// The parts of a document that are data in the form of text: images and other files in Base64, keys and certificates
/// (PEM), data URIs, outputs of notebooks that aren't text.
///
/// They say nothing to a reader and would be split into many passages of noise, so they are in no passage. Found are:
///
/// - data URIs (RFC 2397) in Base64 or of a media type that isn't text, with a payload of 64 characters or more;
/// - armor (RFC 7468 and 9580): the lines from `-----BEGIN …-----` to the same `-----END …-----`, if at least one is
///   Base64 and the others are headers;
/// - blocks of at least four lines of Base64 with one length, as in mail (RFC 2045); runs of 256 characters or more;
/// - values of media types other than text in the outputs of a notebook (nbformat 4).
///
/// Signs around a payload, such as quotes and brackets, belong to it. Shorter sequences, such as hashes and tokens, are
/// text: people search for them.
struct OpaquePayload {
  /// In order, without overlaps.
  private let ranges: [Range<Int>]

  init(in lines: SourceLines) {
    let found =
      DataURIs.ranges(in: lines) + Armor.ranges(in: lines) + Base64Blocks.ranges(in: lines)
      + Base64Runs.ranges(in: lines) + NotebookOutputs.ranges(in: lines)
    var united: [Range<Int>] = []
    for range in found.map({ Self.widened($0, in: lines.bytes) }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = united.last, range.lowerBound <= last.upperBound {
        united[united.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        united.append(range)
      }
    }
    ranges = united
  }

  var isEmpty: Bool { ranges.isEmpty }

  /// The number of bytes.
  var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// Whether a payload is in `range`.
  func meets(_ range: Range<Int>) -> Bool {
    let first = firstIndex(endingAfter: range.lowerBound)
    return first < ranges.count && ranges[first].lowerBound < range.upperBound
  }

  /// The parts of `range` that no payload contains, in order.
  func remainder(of range: Range<Int>) -> [Range<Int>] {
    var (parts, start) = ([Range<Int>](), range.lowerBound)
    for payload in ranges[firstIndex(endingAfter: range.lowerBound)...] where start < range.upperBound {
      if payload.lowerBound >= range.upperBound { break }
      if start < payload.lowerBound { parts.append(start..<payload.lowerBound) }
      start = payload.upperBound
    }
    return start < range.upperBound ? parts + [start..<range.upperBound] : parts
  }

  /// The index of the first payload that ends after `offset`.
  private func firstIndex(endingAfter offset: Int) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// A range with the signs and blanks beside it on its lines.
  private static func widened(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    let most = 64
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > 0, range.lowerBound - start < most, bytes[start - 1].isSignOrBlank { start -= 1 }
    while end < bytes.count, end - range.upperBound < most, bytes[end].isSignOrBlank { end += 1 }
    return start..<end
  }
}

extension UInt8 {
  /// Whether the byte is an ASCII character other than a letter, a digit or a line end.
  fileprivate var isSignOrBlank: Bool { self < 0x80 && !isLetter && !isDigit && !isBlankAcrossLines }

  var isBase64: Bool {
    switch self {
    case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: isLetter || isDigit
    }
  }
}
