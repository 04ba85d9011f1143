internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  /// The titles, fields and tags of served documents. Leaves out, and notes, documents whose fields or tags are damaged.
  ///
  /// - Complexity: one statement, O(*n* log *d*) for *n* documents of *d*.
  func labels(of documents: Set<DocumentID>) throws -> [DocumentID: DocumentLabels] {
    if documents.isEmpty { return [:] }
    var labels: [DocumentID: DocumentLabels] = [:]
    try describedDocuments([.attributes, .content], among: documents) { document in
      guard let fields = document.fields, let tags = document.pushedTags else { return }
      labels[document.id] = DocumentLabels(
        title: document.title, fields: fields, tags: DocumentTags.union(tags, fields))
    }
    return labels
  }
}
