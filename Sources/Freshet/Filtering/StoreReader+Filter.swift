internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  /// The served documents that a filter admits, in no order. Leaves out a document about which the filter can't decide
  /// because the document's row is damaged, and notes it in `leftOut`.
  ///
  /// - Parameters:
  ///   - isPast: whether this is an earlier state of a store.
  ///   - parts: what the results must contain, besides what the filter asks for.
  /// - Throws: `FreshetError.notInPastState` if the filter depends on something that an earlier state doesn't know.
  /// - Complexity: one statement. O(n · c) for n documents and c conditions.
  func documents(
    admittedBy filter: DocumentFilter, isPast: Bool = false, with parts: DescribedDocument.Parts = []
  ) throws -> [DescribedDocument] {
    let condition = filter.condition.cheapestFirst
    var admitted: [DescribedDocument] = []
    try describedDocuments(parts.union(condition.needs)) { document in
      var subject = FilterSubject(document, isPast: isPast)
      let verdict = subject.isAdmitted(by: condition)
      if verdict == nil, isPast { throw FreshetError.notInPastState(document.id) }
      if verdict == true { admitted.append(document) }
    }
    return admitted
  }
}
