package import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage
internal import FreshetWatching

/// The documents that a caller wants to search.
package enum DocumentScope: Sendable {
  case everything
  case these(Set<DocumentID>)
  /// Every document that matches one of the patterns in the state that the answer shows.
  case matching([DocumentPattern])
}
