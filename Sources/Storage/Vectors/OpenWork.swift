internal import FreshetCorpus
internal import GRDB

/// The amount of pending work, for a dashboard. The query is fast, however much work is pending.
package struct OpenWork: Hashable, Sendable {
  /// The number of marked documents (with a possible change that isn't indexed), by source, without dead letters.
  package var marked: [String: Int] = [:]
  /// The number of documents, by source, that are dead letters or contain a passage that is one. Nothing retries a dead
  /// letter until it changes or `reindex` runs.
  package var deadLetters: [String: Int] = [:]
  /// The number of served passages without a vector in the space of the query; 0 if the query has no space.
  package var passages = 0

  package init() {}
}
