internal import Foundation

/// A question as JSON: {"id": ..., "text": ...}. BEIR's form {"_id": ...} is valid, too.
package struct StatedQuery {
  package let id: String
  package let text: String

  /// Parses a question; nil for any other JSON. An id may be a number.
  package init?(json: String) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any],
      let text = object["text"] as? String,
      let id = (object["id"] ?? object["_id"]).map({ "\($0)" })
    else { return nil }
    self.id = id
    self.text = text
  }
}
