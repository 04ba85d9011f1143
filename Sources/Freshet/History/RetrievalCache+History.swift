public import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Returns all versions of a document that the store keeps, sorted by write time, newest first. Empty if the store
  /// doesn't know the document.
  ///
  /// If a version was served in several periods, its record contains only the last period.
  /// - Throws: `StorageError` if the store can't be read or is damaged.
  /// - Complexity: O(v + p) for v versions with p passages in all.
  public nonisolated func history(of id: DocumentID) throws -> [VersionRecord] {
    try store.read { reader in try reader.versions(of: id).map(reader.record) }
  }

  /// Returns the version of a document that the store served right after the change at `token`, a position in the
  /// store's history. If conflicting versions were served, returns the newest. Nil if none was served.
  ///
  /// - Throws: `FreshetError.tokenFromAnotherHistory` if the token isn't from this store's history; `.historyForgotten`
  ///   if no version is found and the store no longer keeps all versions of that time.
  public nonisolated func version(of id: DocumentID, servedAt token: SessionToken) throws -> VersionRecord? {
    try store.read { reader in
      try reader.checkHistory(token)
      let found = try reader.versions(of: id).lazy.map(reader.record).first { $0.isServed(at: token.sequence) }
      if found == nil { try reader.checkWholeness(at: token) }
      return found
    }
  }

  /// Returns the text that a write gave a document. Nil if the write removed the document, or if the store no longer
  /// keeps the version.
  ///
  /// - Throws: `StorageError.damaged` or `.damagedContent` if the stored text doesn't match its hash.
  public nonisolated func text(of write: Dot, in id: DocumentID) throws -> VersionText? {
    try store.read { reader in
      let kept = try reader.versions(of: id).first { $0.version.dot == write }
      guard let content = kept?.version.content else { return nil }
      return VersionText(text: try reader.text(of: content), isExact: try reader.blob(of: content.revision) != nil)
    }
  }
}
