internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Reads a document's metadata from the JSON column that contains them.
enum MetadataColumn {
  /// The metadata. An unreadable value counts as empty; the store rewrites it when the document is parsed again.
  static func value(_ text: String?) -> [String: String] {
    text.flatMap { try? fields($0) } ?? [:]
  }

  /// The metadata. Throws if the value is unreadable.
  static func fields(_ text: String) throws -> [String: String] {
    try plainFields(text) ?? JSONColumn.value([String: String].self, text)
  }

  /// The metadata in JSON without escapes and spaces, as most documents have it. Nil for any other text. A filter reads
  /// the metadata of all documents, and a JSON parser would take most of its time.
  private static func plainFields(_ text: String) -> [String: String]? {
    if text == "{}" { return [:] }
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\\") }) else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    guard parts.count > 1, parts.count % 4 == 1 else { return nil }
    var fields: [String: String] = [:]
    for (index, part) in parts.enumerated() {
      switch index % 4 {
      case 0 where !part.elementsEqual((index == 0 ? "{" : index == parts.count - 1 ? "}" : ",").utf8): return nil
      case 2 where !part.elementsEqual(":".utf8): return nil
      case 3: fields[String(Substring(parts[index - 2]))] = String(Substring(part))
      default: break
      }
    }
    return fields
  }
}
