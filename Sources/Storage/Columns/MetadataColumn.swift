internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Converts metadata from its column. An unreadable value counts as empty; it is written again when the document is
/// parsed again.
enum MetadataColumn {
  static func value(_ text: String?) -> [String: String] {
    text.flatMap { try? JSONColumn.value([String: String].self, $0) } ?? [:]
  }
}
