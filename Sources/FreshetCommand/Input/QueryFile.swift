internal import FreshetWire

/// Questions as JSON Lines.
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
