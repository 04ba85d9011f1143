package import Freshet

/// A skipped file that may contain text, as JSON.
package struct SkippedObject: Encodable {
  let document, reason: String
  let form: String?

  package init(_ skipped: SkippedDocument) {
    document = skipped.document.description
    reason = skipped.reason.rawValue
    form = skipped.text?.rawValue
  }

  /// The maximum number of skipped files that are listed, because a source can have any number of them.
  private static let limit = 1_000

  static func list(_ skipped: [SkippedDocument]) -> [SkippedObject] {
    skipped.prefix(limit).map(SkippedObject.init)
  }
}
