internal import Freshet

/// Lists the names of skipped or failed documents for a person: the first few, and the number of the others.
enum SkippedNames {
  static let shown = 20

  /// One line for each of the first `shown` names and, if there are more names, a line with the number of the others.
  ///
  /// - Parameter all: the end of the last line, which says how to list all names.
  static func lines(_ names: [String], all: String) -> [String] {
    let rest = names.count - shown
    return Array(names.prefix(shown)) + (rest > 0 ? ["and \(rest) more: \(all)"] : [])
  }
}

extension SkippedDocument {
  /// The document and why it was skipped, such as "notes.pdf: undecodable (PDF)".
  var sentence: String { "\(document): \(reason.rawValue)" + (text.map { " (\($0.title))" } ?? "") }
}
