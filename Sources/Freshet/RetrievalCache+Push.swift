internal import Coherence
public import Corpus
internal import Embedding
internal import Storage

extension RetrievalCache {
  /// Stores a document that no file holds, and answers from it as soon as this returns: write-through.
  ///
  /// Text, lexical index and vectors are committed together, or nothing is. A document of the same name is replaced.
  /// - Parameter name: the document's path within the source `pushed`.
  /// - Returns: a token that covers the write.
  @discardableResult
  public func put(
    _ text: String, as name: String, format: DocumentFormat = .markdown,
    metadata: [String: String] = [:]
  ) async throws -> SessionToken {
    let id = DocumentID(source: DocumentID.pushed, path: name)
    let bytes = Array(text.utf8)
    let file = PartedFile(
      bytes, of: id, format: format, revision: Revision(hashing: bytes), stamped: nil,
      metadata: metadata, chunker: try embedder.chunker(), space: embedder.space.id)
    let install = file.install
    return try await writers.take { try await self.install(install) }
  }

  /// The lease is taken before anything is embedded, so that no other process embeds the same.
  private func install(_ install: PendingInstall) async throws -> SessionToken {
    let lease = try store.lease(holder: holder)
    let missing = try store.read {
      try $0.unembedded(install.texts.keys, in: embedder.space.id).sorted()
    }
    let vectors = try await embedder.loaded().embed(
      missing.compactMap { install.texts[$0]?.string }, for: .passage)
    return try store.write(under: lease) { writer in
      try writer.activateIfNone(embedder.space)
      try checkSpace(writer.reader)
      try writer.keep(install.texts)
      try writer.keep(
        Dictionary(uniqueKeysWithValues: zip(missing, vectors)), in: embedder.space.id)
      try writer.install(install.manifest, verified: Verification(method: .pushed, at: clock()))
      return try writer.reader.token()
    }
  }

  /// Serves a pushed document no more. Nothing happens when there is none of this name.
  @discardableResult
  public func remove(_ name: String) async throws -> SessionToken {
    let id = DocumentID(source: DocumentID.pushed, path: name)
    return try await writers.take { [store, clock, holder] in
      try store.write(under: store.lease(holder: holder)) { writer in
        try writer.retire(id, at: clock())
        return try writer.reader.token()
      }
    }
  }
}
