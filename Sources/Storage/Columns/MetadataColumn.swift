internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Reads a document's metadata from the JSON column that contains them. An unreadable value counts as empty; the store
/// rewrites it when the document is parsed again.
enum MetadataColumn {
  static func value(_ text: String?) -> [String: String] {
    text.flatMap { try? JSONColumn.value([String: String].self, $0) } ?? [:]
  }
}
