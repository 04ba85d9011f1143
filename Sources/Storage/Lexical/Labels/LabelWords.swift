internal import FreshetCorpus
internal import Foundation

/// The words by which a passage is found besides those of its text, in the form of the lexical index (`LexicalText`).
enum LabelWords {
  /// The words of a document's labels: its path, its title, the names and values of its fields, and its tags.
  ///
  /// Each is a line of its own. Unreadable fields or tags have no words; the store rewrites them when the document is
  /// parsed again.
  ///
  /// - Parameters:
  ///   - metadata: the column of that name, in JSON.
  ///   - attributes: the column of that name, in JSON.
  static func ofDocument(path: String, title: String?, metadata: String?, attributes: String?) -> String {
    let fields = MetadataColumn.value(metadata).sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    let tags = attributes.flatMap { try? AttributesColumn.value($0) }?.tags.keys.sorted() ?? []
    return text([path, title].compactMap { $0 } + fields + tags)
  }

  /// The words of a passage's headings; nil if the column isn't a list of texts.
  ///
  /// - Parameter column: the column `placements.headings`, in JSON.
  static func ofHeadings(_ column: String) -> String? {
    HeadingsColumn.value(column).map(text)
  }

  private static func text(_ lines: [String]) -> String {
    let text = lines.joined(separator: "\n")
    return LexicalText.spaced(text) ?? text
  }
}
