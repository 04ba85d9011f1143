internal import FreshetCorpus
internal import GRDB

/// Counts of pending work, for a dashboard. Fast to compute, however much work is pending.
package struct OpenWork: Hashable, Sendable {
  /// The number of documents in the journal, by source, without dead letters.
  package var marked: [String: Int] = [:]
  /// The number of dead letters, by source: documents that are not retried until they change.
  package var deadLetters: [String: Int] = [:]
  /// The number of served passages without a vector.
  package var passages = 0

  package init() {}
}
