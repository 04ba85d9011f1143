/// A passage's text in the one form that is hashed, embedded, stored and served.
///
/// Line ends become LF, blanks and tabs before a line end go, blank lines at both ends go.
/// Nothing else changes: no case, no Unicode form, no indentation. Normalising twice gives the same text.
public struct NormalizedText: Hashable, Sendable {
  public let string: String

  package init(normalizing bytes: some Sequence<UInt8>) {
    self.init(normalizing: Array(bytes))
  }

  /// Not generic: other modules get no version of a generic one for their type, and it is then ten times slower.
  private init(normalizing bytes: [UInt8]) {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    var previous: UInt8 = 0
    func finish() {
      while let last = line.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") {
        line.removeLast()
      }
      lines.append(line)
      line.removeAll(keepingCapacity: true)
    }
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        if previous != UInt8(ascii: "\r") { finish() }
      } else if byte == UInt8(ascii: "\r") {
        finish()
      } else {
        line.append(byte)
      }
      previous = byte
    }
    finish()
    while lines.last?.isEmpty == true { lines.removeLast() }
    let kept = lines.drop(while: \.isEmpty)
    string = String(decoding: Array(kept.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
  }

  package init(normalizing text: some StringProtocol) {
    self.init(normalizing: text.utf8)
  }

  /// Text that was normalised before it was stored.
  package init(stored text: String) {
    string = text
  }

  package var isEmpty: Bool { string.isEmpty }
}
