package import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage
internal import FreshetWatching

/// Which documents an answer may come from, as it is asked for.
package enum DocumentScope: Sendable {
  case everything
  case these(Set<DocumentID>)
  /// Whatever matches one of them in the state that is answered from.
  case matching([DocumentPattern])
}
