internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Reads the column with a passage's headings. Many passages have none, so "[]" needs no parser.
enum HeadingsColumn {
  /// The headings, outermost first; nil if the column isn't a JSON array of strings.
  static func value(_ text: String) -> [String]? {
    text == "[]" ? [] : try? JSONColumn.value([String].self, text)
  }
}
