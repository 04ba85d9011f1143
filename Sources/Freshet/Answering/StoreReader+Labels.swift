internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  /// The titles, fields and tags of served documents. Leaves out, and notes, documents whose fields or tags are
  /// damaged.
  ///
  /// - Complexity: one statement, O(*n* log *d*) for *n* documents of *d*.
  func labels(of documents: Set<DocumentID>) throws -> [DocumentID: DocumentLabels] {
    if documents.isEmpty { return [:] }
    var labels: [DocumentID: DocumentLabels] = [:]
    try describedDocuments([.attributes, .content], among: documents) { labels[$0.id] = DocumentLabels($0) }
    return labels
  }
}
