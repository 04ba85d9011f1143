/// The kinds of search that answer a question.
public enum SearchMode: String, Hashable, Sendable, CaseIterable {
  /// Search by vectors and by words, with the results combined.
  case hybrid
  /// Search for the passages whose vectors are nearest to the question's.
  case vector
  /// Search for the passages that share words with the question.
  case lexical
}
