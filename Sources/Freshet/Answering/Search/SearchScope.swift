internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A `DocumentScope`, resolved to the documents in one state of the store and to their entries in the index.
struct SearchScope {
  let documents: Set<DocumentID>
  /// The slots (entries) of `documents` in the similarity index; nil for a search by words.
  let admitted: AdmittedSlots?
  let numbers: DocumentNumbers

  /// Resolves the scope to documents. Nil if the scope is `.everything`.
  ///
  /// - Parameter isPast: whether the reader's state is a copy of an earlier state of a store.
  /// - Throws: `FreshetError.notInPastState` if a filter depends on something that an earlier state doesn't know.
  init?(_ scope: DocumentScope, in view: IndexView?, _ reader: StoreReader, isPast: Bool) throws {
    switch scope {
    case .everything: return nil
    case .these(let documents):
      self.documents = documents
      numbers = try reader.numbers(of: documents)
    case .admitted(let filter):
      let admitted = try reader.documents(admittedBy: filter, isPast: isPast)
      documents = Set(admitted.map(\.id))
      numbers = try DocumentNumbers(of: admitted)
    }
    admitted = view?.admitting(documents)
  }
}
