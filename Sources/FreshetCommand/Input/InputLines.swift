internal import Foundation

/// The lines of a file, or of standard input for "-", with their numbers.
///
/// The file is split as bytes, because to Swift "\r\n" is one character, in which it finds no "\n".
enum InputLines {
  /// Reads the lines that aren't blank.
  static func read(_ path: String) throws -> [(Int, String)] {
    try readAll(path).filter { !$0.1.allSatisfy(\.isWhitespace) }
  }

  /// Reads all lines, without their line ends.
  static func readAll(_ path: String) throws -> [(Int, String)] {
    var lines = try UserFile.read(path).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.enumerated().map { index, line in
      let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return (index + 1, String(decoding: text, as: UTF8.self))
    }
  }
}
