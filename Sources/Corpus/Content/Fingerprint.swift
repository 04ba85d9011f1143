internal import Crypto
internal import Foundation

/// A SHA-256 hash (FIPS 180-4). Comparison and printing treat it as 32 big-endian bytes.
///
/// Content addresses, revisions and space identities are separate types around a fingerprint, so that the compiler
/// doesn't accept one in place of another.
///
/// The hash is stored as four integers rather than a SIMD vector: a value with an alignment above 16 bytes isn't safe
/// across an `await` (decision 0025).
public struct Fingerprint: Hashable, Comparable, Sendable {
  /// The size of a SHA-256 hash, in bytes.
  public static let byteCount = 32

  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  private var words: SIMD4<UInt64> { SIMD4(first, second, third, fourth) }

  package init(hashing bytes: UnsafeRawBufferPointer) {
    var hash = SHA256()
    hash.update(bufferPointer: bytes)
    self = hash.finalize().withUnsafeBytes { Fingerprint(exactly: $0) }
  }

  package init(hashing text: String) {
    var text = text
    self = text.withUTF8 { Fingerprint(hashing: UnsafeRawBufferPointer($0)) }
  }

  /// Makes a fingerprint from the bytes of a hash; nil unless `bytes` has exactly 32 bytes.
  public init?(bytes: some Sequence<UInt8>) {
    guard let value = Array(bytes).withUnsafeBytes(Self.init(digest:)) else { return nil }
    self = value
  }

  /// Parses a fingerprint; nil unless `hex` is 64 hexadecimal digits.
  public init?(hex: String) {
    let digits = Array(hex.utf8)
    guard digits.count == 2 * Self.byteCount else { return nil }
    let nibbles = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard nibbles.count == digits.count else { return nil }
    self.init(
      bytes: stride(from: 0, to: nibbles.count, by: 2).map {
        UInt8(nibbles[$0] << 4 | nibbles[$0 + 1])
      })
  }

  /// A placeholder of 32 zero bytes; no known text has this hash.
  package static let zero = Fingerprint(bytes: repeatElement(0, count: byteCount))!  // 32 bytes

  /// Makes a fingerprint from the bytes of a hash in memory; nil unless `bytes` has exactly 32 bytes.
  package init?(digest bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(exactly: bytes)
  }

  private init(exactly bytes: UnsafeRawBufferPointer) {
    func word(_ index: Int) -> UInt64 {
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
  }

  /// A 64-bit hash that depends on all bits of the fingerprint and is the same in every process.
  package var folded: UInt64 {
    let odd = SIMD4<UInt64>(0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb, 0x2545_f491_4f6c_dd1d)
    return (words &* odd).wrappedSum()
  }

  package var bytes: [UInt8] {
    (0..<4).flatMap { index in withUnsafeBytes(of: words[index].bigEndian, Array.init) }
  }

  /// The hash as 64 lower-case hexadecimal digits.
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  public static func < (one: Fingerprint, other: Fingerprint) -> Bool {
    for index in 0..<4 where one.words[index] != other.words[index] {
      return one.words[index] < other.words[index]
    }
    return false
  }
}

extension Fingerprint: CustomStringConvertible {
  public var description: String { hex }
}

extension Fingerprint: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Fingerprint(hex: text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(text) is not a SHA-256 in hex"))
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}
