public import FreshetCorpus
internal import FreshetStorage

/// A document as it stands: its text, its siblings if several wrote it at the same time, and the context to write back with.
public struct StoredDocument: Hashable, Sendable {
  public let id: DocumentID
  /// Newest first. A removal may be among them.
  public let siblings: [Sibling]
  public let fields: [String: String]
  public let tags: Set<String>
  /// What whoever reads this has read: `put` and `remove` with it supersede exactly these siblings.
  public let context: CausalContext

  /// The newest text; nil when the document was removed.
  public var text: String? { siblings.lazy.compactMap(\.text).first }
  /// Different texts stand side by side, or a text and a removal.
  public var isConflicted: Bool { Set(siblings.map(\.revision)).count > 1 }
}

extension StoreReader {
  /// Nil for a document that the store doesn't know, or that was removed and nobody disagrees.
  func storedDocument(_ id: DocumentID) throws -> StoredDocument? {
    let document = try standing(id)
    return document.text == nil ? nil : document
  }

  /// The same, of a removed one, too.
  func standing(_ id: DocumentID) throws -> StoredDocument {
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

  /// - Throws: `StorageError.damagedContent` for a passage that isn't what was written.
  func text(of content: VersionContent) throws -> String {
    if let bytes = try blob(of: content.revision) { return String(decoding: bytes, as: UTF8.self) }
    return try content.placements.map { try text(at: $0.address).string }.joined(separator: "\n\n")
  }
}
