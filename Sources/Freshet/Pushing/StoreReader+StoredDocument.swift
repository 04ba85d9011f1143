internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  /// The current versions of a document. Nil if the store doesn't know the document, or if all its current versions are
  /// removals.
  func storedDocument(_ id: DocumentID) throws -> StoredDocument? {
    let document = try knownDocument(id)
    return document.text == nil ? nil : document
  }

  /// The current versions of a document, even of a removed one. The result has no siblings (versions) if the store
  /// doesn't know the document.
  func knownDocument(_ id: DocumentID) throws -> StoredDocument {
    let attributes = try attributes(of: id)
    return StoredDocument(
      id: id, siblings: try currentVersions(of: id).map(sibling),
      fields: attributes.values, tags: Set(attributes.tags.keys), context: try context(of: id))
  }

  private func sibling(_ version: DocumentVersion) throws -> Sibling {
    Sibling(
      dot: version.dot, stamp: version.stamp, revision: version.content?.revision,
      text: try version.content.map(text))
  }
}
