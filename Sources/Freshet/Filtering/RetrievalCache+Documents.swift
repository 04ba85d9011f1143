internal import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Lists the served documents that a filter admits, in the order of their names.
  ///
  /// - Parameter filter: a condition on documents; nil for all.
  /// - Throws: `StorageError` if the store can't be read. Damaged documents don't throw: the list leaves them out and
  ///   counts them.
  /// - Complexity: O(n · log n) for n served documents.
  public nonisolated func documents(where filter: DocumentFilter? = nil) throws -> DocumentList {
    try store.read { reader in
      let all = DocumentFilter(.not(.documents([])))
      let admitted = try reader.documents(admittedBy: filter ?? all, with: [.attributes, .times, .content])
      let documents = admitted.compactMap(ListedDocument.init).sorted { $0.id < $1.id }
      return DocumentList(documents: documents, damagedCount: reader.leftOut.count, token: try reader.token())
    }
  }

  /// Removes the pushed documents that a filter admits, in one commit, no matter who wrote them last.
  ///
  /// - Throws: `FreshetError.notPushed` if the filter also admits a document of a folder; then nothing is removed.
  /// - Returns: the removed documents, and a session token: a `session` read with it no longer sees them.
  @discardableResult
  public func remove(where filter: DocumentFilter) async throws -> DocumentRemoval {
    let now = clock()
    return try store.write { writer in
      let reader = writer.reader
      let documents = try reader.documents(admittedBy: filter).map(\.id).sorted()
      if let other = documents.first(where: { !$0.source.isExactly(DocumentID.pushed) }) {
        throw FreshetError.notPushed(other)
      }
      for id in documents { try writer.retire(id, over: try reader.moment(), at: now) }
      return DocumentRemoval(documents: documents, damagedCount: reader.leftOut.count, token: try reader.token())
    }
  }
}
