/// Formats a count with its noun in the singular or plural. Every message with a count uses these functions.
extension BinaryInteger {
  /// The count and its noun, for example "1 document" or "2 documents". Pass `plural` if the plural isn't `singular`
  /// plus "s": "1 entry", "2 entries", or "1 document is", "2 documents are".
  package func counted(_ singular: String, _ plural: String? = nil) -> String {
    "\(self) \(noun(singular, plural))"
  }

  /// The noun without the count, for callers that format the count themselves.
  package func noun(_ singular: String, _ plural: String? = nil) -> String {
    self == 1 ? singular : plural ?? singular + "s"
  }
}
