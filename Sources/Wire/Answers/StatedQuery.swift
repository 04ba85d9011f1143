internal import Foundation

/// A question parsed from JSON such as `{"id": "1", "text": "…"}`. As in BEIR data sets, the id may be called `_id`.
package struct StatedQuery {
  package let id: String
  package let text: String

  /// Parses a question. Returns nil for any other JSON. The id may be a string or a number.
  package init?(json: String) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any],
      let text = object["text"] as? String,
      let id = (object["id"] ?? object["_id"]).map({ "\($0)" })
    else { return nil }
    self.id = id
    self.text = text
  }
}
