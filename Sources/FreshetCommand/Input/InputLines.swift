internal import Foundation

/// Reads the lines of a file, or of standard input for the path "-", with their numbers from 1.
///
/// The file is split as bytes, because Swift treats "\r\n" as one character, which a split at "\n" wouldn't find.
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
