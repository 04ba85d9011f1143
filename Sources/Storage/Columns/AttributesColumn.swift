internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Attributes as their column holds them; most documents have none.
enum AttributesColumn {
  static func text(_ attributes: Attributes) throws -> String {
    attributes.isEmpty ? "{}" : try JSONColumn.text(attributes)
  }

  static func value(_ text: String) throws -> Attributes {
    text == "{}" ? Attributes() : try JSONColumn.value(Attributes.self, text)
  }
}
