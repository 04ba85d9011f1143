internal import Foundation

/// Questions as JSON Lines: {"id": ..., "text": ...}, BEIR's {"_id": ...} too.
enum QueryFile {
  struct Query {
    let id: String
    let text: String
  }

  static func read(_ path: String) throws -> [Query] {
    try InputLines.read(path).map { number, line in
      guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let text = object["text"] as? String,
        let id = (object["id"] ?? object["_id"]).map({ "\($0)" })
      else {
        throw CommandError.malformed(file: path, line: number, expected: #"{"id": ..., "text": ...}"#)
      }
      return Query(id: id, text: text)
    }
  }
}

/// The lines of a file, or of standard input for "-", with their numbers.
///
/// Parted as bytes: to Swift "\r\n" is one character, in which no "\n" is found.
enum InputLines {
  /// Those that aren't blank.
  static func read(_ path: String) throws -> [(Int, String)] {
    try readAll(path).filter { !$0.1.allSatisfy(\.isWhitespace) }
  }

  /// All of them, without their line ends.
  static func readAll(_ path: String) throws -> [(Int, String)] {
    var lines = try UserFile.read(path).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.enumerated().map { index, line in
      let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return (index + 1, String(decoding: text, as: UTF8.self))
    }
  }
}
