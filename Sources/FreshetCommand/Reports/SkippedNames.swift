internal import Freshet

/// Lists the names of skipped or failed entries: a few for a person, more for a program, and the number of the rest.
enum SkippedNames {
  /// The limit for a person.
  static let shown = 20
  /// The limit in JSON, since a folder can have any number of entries.
  static let listed = 1_000

  /// One line for each name, and one for the rest.
  ///
  /// - Parameter all: how to list all names.
  static func lines(_ names: [String], all: String) -> [String] {
    let rest = names.count - shown
    return Array(names.prefix(shown)) + (rest > 0 ? ["and \(rest) more: \(all)"] : [])
  }
}

extension SkippedDocument {
  /// For example "notes.pdf: undecodable (PDF)".
  var sentence: String { "\(document): \(reason.rawValue)" + (text.map { " (\($0.title))" } ?? "") }
}

/// A skipped entry that may hold text, as JSON.
struct SkippedObject: Encodable {
  let document, reason: String
  let form: String?

  init(_ skipped: SkippedDocument) {
    document = skipped.document.description
    reason = skipped.reason.rawValue
    form = skipped.text?.rawValue
  }

  static func list(_ skipped: [SkippedDocument]) -> [SkippedObject] {
    skipped.prefix(SkippedNames.listed).map(SkippedObject.init)
  }
}
