/// Windows (short fragments) of erased content, all of the same length. A rolling hash finds them in any bytes (Karp
/// and Rabin, "Efficient randomized pattern-matching algorithms", IBM J. Res. Dev. 31(2), 1987).
///
///     hash = Σᵢ bytes[i] · baseⁿ⁻¹⁻ⁱ  mod 2⁶⁴
///
/// Windows are short, because SQLite spreads a long value over several pages. Any `length + stride` consecutive bytes
/// of erased content contain a whole window. A Bloom-like bit filter rules out nearly all hashes; where it doesn't, the
/// bytes are compared.
struct TraceWindows {
  let length: Int
  private let content: [UInt8]
  /// The start of each window in `content`, by the window's hash.
  private var starts: [UInt64: Int] = [:]
  private var filter: [UInt64]
  private let shift: UInt64
  private let leading: UInt64

  private static let base: UInt64 = 0x9e37_79b9_7f4a_7c15
  private static let spread: UInt64 = 0xbf58_476d_1ce4_e5b9

  /// Makes windows at every `stride`th byte of each fragment, and at its end. Omits windows with fewer than
  /// `fewestValues` different bytes, because every file contains such bytes, for example a row of zeros.
  ///
  /// - Precondition: no fragment is shorter than `length`.
  init(of fragments: [[UInt8]], length: Int, stride: Int, fewestValues: Int = 5) {
    self.length = length
    content = fragments.flatMap(\.self)
    let count = content.count / stride + fragments.count
    let bits = max(16, 64 - (16 * count).leadingZeroBitCount)
    shift = UInt64(64 - bits)
    filter = [UInt64](repeating: 0, count: 1 << (bits - 6))
    leading = (1..<length).reduce(1) { power, _ in power &* Self.base }
    var start = 0
    for fragment in fragments {
      let last = start + fragment.count - length
      for place in Array(Swift.stride(from: start, to: last, by: stride)) + [last] { add(place, fewestValues) }
      start += fragment.count
    }
  }

  var count: Int { starts.count }

  private mutating func add(_ start: Int, _ fewestValues: Int) {
    let window = content[start..<start + length]
    guard Set(window).count >= fewestValues else { return }
    let hash = window.reduce(0) { $0 &* Self.base &+ UInt64($1) }
    starts[hash] = start
    let bit = (hash &* Self.spread) >> shift
    filter[Int(bit >> 6)] |= 1 << (bit & 63)
  }

  /// Removes the windows that occur in `bytes`, which are content that stays. Finding such a window elsewhere would
  /// prove nothing.
  mutating func forget(_ bytes: UnsafeRawBufferPointer) {
    var found: [UInt64] = []
    each(in: bytes) { found.append($1) }
    for hash in found { starts[hash] = nil }
  }

  /// Calls `body` for each occurrence of a window in `bytes`, with its position and the window's hash.
  func each(in bytes: UnsafeRawBufferPointer, _ body: (Int, UInt64) -> Void) {
    guard bytes.count >= length, !starts.isEmpty else { return }
    var hash = bytes[..<length].reduce(0) { $0 &* Self.base &+ UInt64($1) }
    filter.withUnsafeBufferPointer { filter in
      for start in 0...(bytes.count - length) {
        let bit = (hash &* Self.spread) >> shift
        if filter[Int(bit >> 6)] >> (bit & 63) & 1 == 1, lies(hash, at: start, in: bytes) { body(start, hash) }
        guard start + length < bytes.count else { return }
        hash = (hash &- leading &* UInt64(bytes[start])) &* Self.base &+ UInt64(bytes[start + length])
      }
    }
  }

  private func lies(_ hash: UInt64, at start: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
    guard let place = starts[hash] else { return false }
    return content[place..<place + length].elementsEqual(bytes[start..<start + length])
  }
}
