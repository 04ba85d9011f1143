internal import Foundation
internal import Freshet
internal import TOMLKit

/// A parsed configuration file, with the line numbers of its keys for error messages.
struct ConfigurationDocument {
  let path: String
  let members: [String: ConfigurationNode]
  private static let limitInBytes = 4 << 20
  private let lines: [[String]: Int]

  /// Reads and parses a file.
  ///
  /// - Parameter judged: the device and inode of the file whose owner was checked. Nil if no owner was checked.
  /// - Throws: `ConfigurationError` for invalid TOML; `CommandError.unreadable` if the file can't be read, isn't UTF-8,
  ///   or is no longer the `judged` one.
  init(at path: String, judged: JudgedFile? = nil) throws {
    let bytes = try UserFile.readPlain(path, upTo: Self.limitInBytes, judged: judged)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError.unreadable(file: path, why: "it is not valid UTF-8")
    }
    if let line = TableHeaders.firstInvalidLine(in: Array(bytes)) {
      throw ConfigurationError(file: path, line: line, what: "expected a table's name after [, as in [sources.docs]")
    }
    do {
      members = ConfigurationNode.members(of: try TOMLTable(string: text))
    } catch let error as TOMLParseError {
      throw ConfigurationError(file: path, line: error.source.begin.line, what: error.description)
    }
    self.path = path
    lines = Self.lines(in: text)
  }

  /// The line of a key, from 1. If that line is unknown, the line of the innermost table around the key; nil if that is
  /// unknown, too.
  func line(of key: [String]) -> Int? {
    var key = key
    while !key.isEmpty {
      if let line = lines[key] { return line }
      key.removeLast()
    }
    return nil
  }

  /// The line numbers of table headers and keys, by key path. The TOML parser doesn't report positions, so this
  /// function searches for table headers, and for keys at the beginning of a line.
  private static func lines(in text: String) -> [[String]: Int] {
    var lines: [[String]: Int] = [:]
    var table: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.trimmingCharacters(in: .whitespaces)
      if let header = line.prefixMatch(of: /\[([^\[\]]+)\]/) {
        table = parts(of: header.1)
        lines[table] = lines[table] ?? index + 1
      } else if let key = line.prefixMatch(of: /([A-Za-z0-9_."'\- ]+?)\s*=/) {
        let key = table + parts(of: key.1)
        lines[key] = lines[key] ?? index + 1
      }
    }
    return lines
  }

  private static func parts(of dotted: Substring) -> [String] {
    dotted.split(separator: ".").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\"'")) }
  }
}
