internal import FreshetCorpus
internal import GRDB

/// What is still to be done, counted for a dashboard: quickly, whatever waits.
package struct OpenWork: Hashable, Sendable {
  /// Documents that differ from what is indexed, by source; those that were given up aren't among them.
  package var marked: [String: Int] = [:]
  /// Dead letters: documents that are not retried until they change, by source.
  package var deadLetters: [String: Int] = [:]
  /// Served passages without a vector.
  package var passages = 0

  package init() {}
}
