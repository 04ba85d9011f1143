internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// The column of headings. Many passages have none.
enum HeadingsColumn {
  /// Nil if the value is not a list of texts.
  static func value(_ text: String) -> [String]? {
    text == "[]" ? [] : try? JSONColumn.value([String].self, text)
  }
}
