internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage
internal import FreshetWatching

/// A `DocumentScope` in one state of the store, and in the view of the index at that state.
struct SearchScope {
  let documents: Set<DocumentID>
  /// The index's slots of these documents; nil for a search by words.
  let admitted: AdmittedSlots?
  let numbers: DocumentNumbers

  /// Finds the scope's documents; nil if these are all documents.
  init?(_ scope: DocumentScope, in view: IndexView?, _ reader: StoreReader) throws {
    switch scope {
    case .everything: return nil
    case .these(let documents): self.documents = documents
    case .matching(let patterns):
      documents = Set(try reader.documentIDs().filter { id in patterns.contains { $0.matches(id) } })
    }
    admitted = view?.admitting(documents)
    numbers = try reader.numbers(of: documents)
  }
}
