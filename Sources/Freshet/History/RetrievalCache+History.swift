public import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Every version of a document that the store keeps, newest first by stamp; empty if the store doesn't know the
  /// document.
  ///
  /// If a version was served several times, with others in between, its record covers the last time only.
  /// - Throws: `StorageError`.
  /// - Complexity: O(v + p) for v versions with p passages.
  public nonisolated func history(of id: DocumentID) throws -> [VersionRecord] {
    try store.read { reader in try reader.versions(of: id).map(reader.record) }
  }

  /// The version of a document that was served right after the change of `token`, the newest if several stood side by
  /// side; nil if none was served.
  ///
  /// - Throws: `FreshetError.tokenFromAnotherHistory`; `.historyForgotten` if one may have been served and is no longer
  ///   kept.
  public nonisolated func version(of id: DocumentID, servedAt token: SessionToken) throws -> VersionRecord? {
    try store.read { reader in
      try reader.checkHistory(token)
      let found = try reader.versions(of: id).lazy.map(reader.record).first { $0.isServed(at: token.sequence) }
      if found == nil { try reader.checkWholeness(at: token) }
      return found
    }
  }

  /// The text that a write gave a document; nil for a removal, and for a write that isn't kept.
  ///
  /// - Throws: `StorageError.damaged` and `.damagedContent` if the text differs from what was stored.
  public nonisolated func text(of write: Dot, in id: DocumentID) throws -> VersionText? {
    try store.read { reader in
      let kept = try reader.versions(of: id).first { $0.version.dot == write }
      guard let content = kept?.version.content else { return nil }
      return VersionText(text: try reader.text(of: content), isExact: try reader.blob(of: content.revision) != nil)
    }
  }
}
