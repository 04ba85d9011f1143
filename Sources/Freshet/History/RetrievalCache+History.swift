public import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Every version that is kept of a document, newest first by stamp; empty for one that the store doesn't know.
  ///
  /// A version that was served several times, with others in between, tells of the last time only.
  /// - Throws: `StorageError`.
  /// - Complexity: O(v + p) for v versions with p passages.
  public nonisolated func history(of id: DocumentID) throws -> [VersionRecord] {
    try store.read { reader in try reader.versions(of: id).map(reader.record) }
  }

  /// The version of a document that was served right after the change of `token`, the newest where several stood side by side;
  /// nil when none was.
  ///
  /// - Throws: `FreshetError.tokenFromAnotherHistory`; `.historyForgotten` when one may have been, and isn't kept.
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
  /// - Throws: `StorageError.damaged` and `.damagedContent` rather than a text that isn't what was stored.
  public nonisolated func text(of write: Dot, in id: DocumentID) throws -> VersionText? {
    try store.read { reader in
      let kept = try reader.versions(of: id).first { $0.version.dot == write }
      guard let content = kept?.version.content else { return nil }
      return VersionText(text: try reader.text(of: content), isExact: try reader.blob(of: content.revision) != nil)
    }
  }
}
