internal import FreshetCorpus

/// The documents that a caller wants to search.
enum DocumentScope: Sendable {
  case everything
  case these(Set<DocumentID>)
  /// All documents that the filter admits. They are determined in the state of the store that the answer shows.
  case admitted(by: DocumentFilter)

  /// The documents that are among `documents` and that `filter` admits. Nil stands for all documents.
  init(among documents: Set<DocumentID>?, where filter: DocumentFilter?) {
    self =
      switch (documents, filter) {
      case (nil, nil): .everything
      case (let documents?, nil): .these(documents)
      case (nil, let filter?): .admitted(by: filter)
      case (let documents?, let filter?): .admitted(by: .documents(documents) && filter)
      }
  }
}
