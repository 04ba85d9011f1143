/// Counts and their nouns agree: every message that prints a count takes its noun from here.
extension BinaryInteger {
  /// "1 document", "2 documents"; with a plural of its own, "1 entry", "2 entries", or "1 document is", "2 documents
  /// are".
  package func counted(_ singular: String, _ plural: String? = nil) -> String {
    "\(self) \(noun(singular, plural))"
  }

  /// The noun alone, for a count that is formatted in another way.
  package func noun(_ singular: String, _ plural: String? = nil) -> String {
    self == 1 ? singular : plural ?? singular + "s"
  }
}
