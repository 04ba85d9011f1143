package import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage
internal import FreshetWatching

/// The documents that a caller wants to search.
package enum DocumentScope: Sendable {
  case everything
  case these(Set<DocumentID>)
  /// All documents that match at least one of the patterns. They are determined in the state of the store that the
  /// answer shows.
  case matching([DocumentPattern])
}
