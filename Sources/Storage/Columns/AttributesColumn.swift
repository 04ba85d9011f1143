internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Converts a document's attributes (fields and tags) to and from their JSON column. Most documents have none, so "{}"
/// needs no parser.
enum AttributesColumn {
  static func text(_ attributes: Attributes) throws -> String {
    attributes.isEmpty ? "{}" : try JSONColumn.text(attributes)
  }

  static func value(_ text: String) throws -> Attributes {
    text == "{}" ? Attributes() : try JSONColumn.value(Attributes.self, text)
  }
}
