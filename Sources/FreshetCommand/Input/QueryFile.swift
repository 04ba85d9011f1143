internal import FreshetWire

/// Reads a file of queries as JSON Lines: one object with `id` and `text` per line.
enum QueryFile {
  static func read(_ path: String) throws -> [StatedQuery] {
    try InputLines.read(path).map { number, line in
      guard let query = StatedQuery(json: line) else {
        throw CommandError.malformed(file: path, line: number, expected: #"{"id": ..., "text": ...}"#)
      }
      return query
    }
  }
}
