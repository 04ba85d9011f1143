internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage
internal import FreshetWatching

/// A `DocumentScope`, resolved to the documents in one state of the store and to their entries in the index.
struct SearchScope {
  let documents: Set<DocumentID>
  /// The slots (entries) of `documents` in the similarity index; nil for a search by words.
  let admitted: AdmittedSlots?
  let numbers: DocumentNumbers

  /// Resolves the scope to documents. Nil if the scope is `.everything`.
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
