internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// The column of metadata. An unreadable value is written anew when its text is parsed again.
enum MetadataColumn {
  static func value(_ text: String?) -> [String: String] {
    text.flatMap { try? JSONColumn.value([String: String].self, $0) } ?? [:]
  }
}
