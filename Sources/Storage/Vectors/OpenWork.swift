internal import FreshetCorpus
internal import GRDB

/// The amount of pending work, for a dashboard. The query is fast, however much work is pending.
package struct OpenWork: Hashable, Sendable {
  /// The number of marked documents (with a possible change that isn't indexed), by source, without dead letters.
  package var marked: [String: Int] = [:]
  /// The number of dead letters, by source: documents that nothing retries until they change or `reindex` runs.
  package var deadLetters: [String: Int] = [:]
  /// The number of served passages without a vector.
  package var passages = 0

  package init() {}
}
