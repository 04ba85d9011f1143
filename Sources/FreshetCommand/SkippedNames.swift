internal import Freshet

/// Names of what was passed over or failed: the first of them for a person, more for a program, and how many there are.
enum SkippedNames {
  /// For a person.
  static let shown = 20
  /// In JSON, where a list could be as long as a folder is large.
  static let listed = 1_000

  /// One line each, and one for the rest.
  ///
  /// - Parameter all: where all are told.
  static func lines(_ names: [String], all: String) -> [String] {
    let rest = names.count - shown
    return Array(names.prefix(shown)) + (rest > 0 ? ["and \(rest) more: \(all)"] : [])
  }
}

extension SkippedDocument {
  /// "notes.pdf: undecodable (PDF)".
  var sentence: String { "\(document): \(reason.rawValue)" + (text.map { " (\($0.title))" } ?? "") }
}

/// An entry that was passed over and may hold text, as JSON.
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
