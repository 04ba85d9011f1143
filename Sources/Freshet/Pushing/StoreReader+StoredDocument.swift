internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  /// A stored document. Nil if the store doesn't know it, or if it was removed and no other version stands.
  func storedDocument(_ id: DocumentID) throws -> StoredDocument? {
    let document = try knownDocument(id)
    return document.text == nil ? nil : document
  }

  /// A document, even a removed one. It has no siblings if the store doesn't know it.
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
