/// A set of byte values. For example, a bracket expression of a glob pattern, such as `[a-z]`, denotes one.
struct ByteSet: Hashable, Sendable {
  private var low = SIMD2<UInt64>()
  private var high = SIMD2<UInt64>()

  func contains(_ byte: UInt8) -> Bool { (byte < 128 ? low : high)[Self.word(of: byte)] & Self.bit(of: byte) != 0 }

  mutating func insert(_ byte: UInt8) {
    if byte < 128 {
      low[Self.word(of: byte)] |= Self.bit(of: byte)
    } else {
      high[Self.word(of: byte)] |= Self.bit(of: byte)
    }
  }

  mutating func remove(_ byte: UInt8) {
    var other = ByteSet()
    other.insert(byte)
    low &= ~other.low
    high &= ~other.high
  }

  mutating func formUnion(_ other: ByteSet) {
    low |= other.low
    high |= other.high
  }

  var inverted: ByteSet {
    var result = self
    (result.low, result.high) = (~low, ~high)
    return result
  }

  private static func word(of byte: UInt8) -> Int { Int(byte >> 6 & 1) }
  private static func bit(of byte: UInt8) -> UInt64 { 1 << UInt64(byte & 63) }

  init() {}

  init(_ isMember: (UInt8) -> Bool) {
    for byte in UInt8.min...UInt8.max where isMember(byte) { insert(byte) }
  }
}

extension ByteSet {
  /// Makes the set of ASCII bytes in the POSIX character class `[:name:]`; nil for an unknown name.
  init?(className name: some Sequence<UInt8>) {
    switch String(decoding: Array(name), as: UTF8.self) {
    case "alnum": self.init { Self.isLetter($0) || Self.isDigit($0) }
    case "alpha": self.init(Self.isLetter)
    case "blank": self.init { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    case "cntrl": self.init { $0 < 32 || $0 == 127 }
    case "digit": self.init(Self.isDigit)
    case "graph": self.init { (33...126).contains($0) }
    case "lower": self.init { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    case "print": self.init { (32...126).contains($0) }
    case "punct": self.init { (33...126).contains($0) && !Self.isLetter($0) && !Self.isDigit($0) }
    case "space": self.init { $0 == 32 || (9...13).contains($0) }
    case "upper": self.init { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    case "xdigit": self.init { Self.isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 32) }
    default: return nil
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
