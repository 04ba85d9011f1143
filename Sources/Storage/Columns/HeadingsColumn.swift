internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Reads a column with texts: a passage's headings, or the names of a table's columns. Many passages have none, so "[]"
/// needs no parser.
enum HeadingsColumn {
  /// The texts, in order; nil if the column isn't a JSON array of strings.
  static func value(_ text: String) -> [String]? {
    text == "[]" ? [] : try? JSONColumn.value([String].self, text)
  }
}
