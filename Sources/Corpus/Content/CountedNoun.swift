/// Formats a count with its noun in the right number. Every message with a count uses these functions.
extension BinaryInteger {
  /// The count and its noun: "1 document", "2 documents". `plural` is for nouns that don't just add an "s": "1 entry",
  /// "2 entries", or "1 document is", "2 documents are".
  package func counted(_ singular: String, _ plural: String? = nil) -> String {
    "\(self) \(noun(singular, plural))"
  }

  /// The noun without the count, for a count that is formatted in another way.
  package func noun(_ singular: String, _ plural: String? = nil) -> String {
    self == 1 ? singular : plural ?? singular + "s"
  }
}
