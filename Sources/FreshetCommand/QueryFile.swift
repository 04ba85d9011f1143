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

/// The lines of a file, or of standard input for "-", that aren't blank, with their numbers.
enum InputLines {
  static func read(_ path: String) throws -> [(Int, Substring)] {
    let data: Data
    do {
      data =
        path == "-"
        ? try FileHandle.standardInput.readToEnd() ?? Data()
        : try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw CommandError.unreadable(file: path, why: error.localizedDescription)
    }
    return String(decoding: data, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { ($0.offset + 1, $0.element) }
      .filter { !$0.1.allSatisfy(\.isWhitespace) }
  }
}
